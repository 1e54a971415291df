"""Replays a transcript: reads lines of Python from the standard input, and tells what came of each.

An outcome is the value of an expression as JSON, or the name and the text of an exception. It is
written as a JSON string on a line of its own, null for a statement.
"""
import json
import sys


def failure(error):
    text = str(error)
    if isinstance(text, bytes):
        text = text.decode('utf-8')
    name = type(error).__name__
    return name + ': ' + text if text else name


def outcome(line, names):
    try:
        try:
            code = compile(line, '<transcript>', 'eval')
        except SyntaxError:
            exec(compile(line, '<transcript>', 'exec'), names)
            return None
        return json.dumps(eval(code, names), sort_keys=True)
    except (Exception, KeyboardInterrupt) as error:
        return failure(error)


def replay(names):
    for line in sys.stdin:
        sys.stdout.write(json.dumps(outcome(line.strip(), names)) + '\n')
        sys.stdout.flush()
