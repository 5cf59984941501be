"""A server in a thread, a client, cookies, URL openers (whose handlers hold their opener), HTML."""
import html.parser
import http.cookiejar
import http.server
import threading
import urllib.parse
import urllib.request


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Set-Cookie", "a=b")
        self.end_headers()
        self.wfile.write(b"<p class='x'>hello<br></p>")

    def log_message(self, *words):
        SEEN.append((self, words))


class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, attributes, self))


SEEN, KEPT = [], []
server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
thread.start()
for turn in range(4):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    answer = opener.open("http://127.0.0.1:%d/?%s" % (server.server_port, urllib.parse.urlencode({"turn": turn})))
    page = Links()
    page.feed(answer.read().decode())
    answer.close()
    if turn == 1:
        KEPT.append(page.tags)
try:
    opener.open("unknown://nowhere")
except urllib.request.URLError as error:
    KEPT.append(error)
server.shutdown()
thread.join()
server.server_close()
del SEEN[::2], server, thread, opener, answer, page
