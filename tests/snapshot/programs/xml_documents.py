"""DOM trees (children hold their parents), element trees, SAX handlers."""
import xml.dom.minidom
import xml.etree.ElementTree
import xml.sax
import xml.sax.handler


class Collector(xml.sax.handler.ContentHandler):
    def __init__(self):
        super().__init__()
        self.stack, self.parser = [], None

    def startElement(self, name, attributes):
        self.stack.append((name, dict(attributes.items()), self))


TEXT = "<a>" + "<b c='d'>text<e/><f g='h'>more</f></b>" * 30 + "</a>"
KEPT = []
for turn in range(4):
    document = xml.dom.minidom.parseString(TEXT)
    tree = xml.etree.ElementTree.fromstring(TEXT)
    handler = Collector()
    handler.parser = xml.sax.make_parser()
    handler.parser.setContentHandler(handler)
    xml.sax.parseString(TEXT, handler)
    tree.append(tree[0])
    if turn == 1:
        KEPT += [document.documentElement.childNodes[3], tree[2]]
del document, tree, handler
