"""Messages with attachments, headers, JSON decoders that hold themselves."""
import email
import email.message
import email.mime.multipart
import email.mime.text
import email.policy
import json

KEPT = []


class Decoder(json.JSONDecoder):
    def __init__(self):
        super().__init__(object_hook=self.hook)
        self.seen = []

    def hook(self, value):
        self.seen.append(value)
        value["decoder"] = self
        return value


for turn in range(12):
    letter = email.mime.multipart.MIMEMultipart("mixed")
    letter["Subject"], letter["To"] = "turn %d" % turn, "a@example.org, B <b@example.org>"
    letter.attach(email.mime.text.MIMEText("text \u00e4", "plain", "utf-8"))
    letter.attach(email.mime.text.MIMEText("<p>text</p>", "html"))
    parsed = email.message_from_bytes(letter.as_bytes(), policy=email.policy.default)
    parsed.answers_to = letter
    letter.answered_by = parsed
    decoder = Decoder()
    decoder.decode(json.dumps({"a": [{"b": {"c": None}}, {"d": 1.5}], "turn": turn}))
    if turn % 5 == 0:
        KEPT.append((parsed["To"], decoder.seen[0]))
del letter, parsed, decoder
