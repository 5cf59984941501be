"""Loggers, handlers, filters, records that hold exceptions; configuration parsers, templates, arguments."""
import argparse
import configparser
import io
import logging
import logging.config
import logging.handlers
import string

KEPT = []


class Filter(logging.Filter):
    def __init__(self, handler):
        super().__init__()
        self.handler = handler
        self.records = []

    def filter(self, record):
        self.records.append(record)
        return True


for turn in range(10):
    logger = logging.Logger("turn %d" % turn)
    handler = logging.handlers.MemoryHandler(100, target=logging.StreamHandler(io.StringIO()))
    handler.addFilter(Filter(handler))
    logger.addHandler(handler)
    try:
        {}["turn"]
    except KeyError:
        logger.exception("failed: %s", logger)
    parser = argparse.ArgumentParser("turn")
    commands = parser.add_subparsers()
    commands.add_parser("one").set_defaults(parser=parser)
    options = parser.parse_args(["one"])
    settings = configparser.ConfigParser()
    settings.read_string("[a]\nb = %(c)s\nc = d\n")
    section = settings["a"]
    template = string.Template("$a")
    template.settings = [settings, template]
    if turn % 4 == 0:
        KEPT.append((handler.filters[0].records[0], section))
logging.config.dictConfig({"version": 1, "handlers": {"h": {"class": "logging.NullHandler"}}, "root": {"handlers": ["h"]}})
del logger, handler, parser, commands, options, settings, section, template
