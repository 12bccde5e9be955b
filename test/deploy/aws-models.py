"""Holds recorded calls of the AWS CLI, and what tests made up as their answers, to the models of the services.

    python aws-models.py <RECORDS

Each line of RECORDS is JSON: `calls`, the words after `aws` of each, with what a file:// named in its place; and by operation
("ecs update-service") `answers`, and `errors`, the codes of those. Prints JSON: the operations that were `seen`, and what is
`wrong`. It needs the packages of an AWS CLI that pip installed, and sends nothing.
"""
import contextlib
import io
import json
import os
import sys
import tempfile

os.environ.update(AWS_ACCESS_KEY_ID='none', AWS_SECRET_ACCESS_KEY='none', AWS_DEFAULT_REGION='eu-central-1', AWS_EC2_METADATA_DISABLED='true')
for name in [name for name in os.environ if name.startswith('AWS_ENDPOINT_URL')]:
    del os.environ[name]

import awscli.clidriver  # noqa: E402
from botocore import xform_name  # noqa: E402

# What the CLI calls by another name than the service has.
SERVICES = {'deploy': 'codedeploy'}
# Commands that the CLI makes of several calls, or that show what a call gave.
CUSTOM = {('s3', 'cp'), ('ecr', 'get-login-password'), ('ecr-public', 'get-login-password')}

# What any service may answer, and no model lists.
COMMON_ERRORS = {'AccessDenied', 'AccessDeniedException', 'ThrottlingException', 'ServiceUnavailable'}

driver = awscli.clidriver.create_clidriver()
sent = []


class Sent(Exception):
    """A call got as far as the network: what it asks for has been checked by then."""


def refuse_to_send(**_):
    sent.append(True)
    raise Sent


driver.session.register('before-send', refuse_to_send)
blob = tempfile.NamedTemporaryFile()
blob.write(bytes(32))
blob.flush()


def refusal_of(words):
    """What the CLI says about a call that it does not send, or None."""
    sent.clear()
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
        driver.main(['fileb://' + blob.name if word.startswith('fileb://') else word for word in words])
    return None if sent else said.getvalue().strip() or 'it is not sent'


def model_of(operation):
    service, command = operation
    model = driver.session.get_service_model(SERVICES.get(service, service))
    names = [name for name in model.operation_names if xform_name(name, '-') == command]
    return model.operation_model(names[0]) if names else None


def wrong_in(value, shape, path):
    """Where a value is not what the model of an answer allows."""
    if value is None:
        return
    if shape is None:
        if value != {}:
            yield f'{path} is something, for nothing is answered'
    elif shape.type_name == 'structure':
        if not isinstance(value, dict):
            yield f'{path} is no object'
            return
        for key, part in value.items():
            if key in shape.members:
                yield from wrong_in(part, shape.members[key], f'{path}.{key}')
            elif not getattr(shape, 'is_document_type', False):
                yield f'{path}.{key} is not in {shape.name}'
    elif shape.type_name == 'list':
        if not isinstance(value, list):
            yield f'{path} is no list'
            return
        for number, part in enumerate(value):
            yield from wrong_in(part, shape.member, f'{path}[{number}]')
    elif shape.type_name == 'map':
        for key, part in value.items():
            yield from wrong_in(part, shape.value, f'{path}.{key}')
    elif shape.type_name == 'string':
        if not isinstance(value, str):
            yield f'{path} is no text'
        elif getattr(shape, 'enum', None) and value not in shape.enum:
            yield f'{path} is "{value}", none of {", ".join(shape.enum)}'
    elif shape.type_name in ('integer', 'long', 'float', 'double'):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            yield f'{path} is no number'
    elif shape.type_name == 'boolean' and not isinstance(value, bool):
        yield f'{path} is neither true nor false'


def wrong_of(record):
    for words in record['calls']:
        refusal = None if tuple(words[:2]) in CUSTOM else refusal_of(words)
        if refusal:
            yield f'{" ".join(words)}: {refusal}'
    # with --query the text that is left of an answer was made up
    shortened = {' '.join(words[:2]) for words in record['calls'] if '--query' in words}
    for name, answers in record['answers'].items():
        operation = tuple(name.split(' '))
        model = None if operation in CUSTOM else model_of(operation)
        if model:
            known = COMMON_ERRORS | {error.error_code for error in model.error_shapes}
            yield from (f'{name}: {code} is no error of it' for code in record['errors'][name] if code not in known)
            if name not in shortened:
                # what is no object is none on purpose
                yield from (f'{name}: {found}' for answer in answers if isinstance(answer, dict) for found in wrong_in(answer, model.output_shape, 'answer'))


seen, wrong = set(), set()
for line in sys.stdin:
    record = json.loads(line)
    seen.update(' '.join(words[:2]) for words in record['calls'])
    wrong.update(wrong_of(record))
print(json.dumps({'seen': sorted(seen), 'wrong': sorted(wrong)}))
