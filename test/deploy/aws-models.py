"""Holds recorded calls of AWS, and what tests made up as their answers, to the models of the services.

    python aws-models.py <RECORDS

Each line of RECORDS is JSON: `calls`, each with the `service`, the `operation` and its `input`; and by operation
("ecs UpdateService") `answers`, and `errors`, the codes of those. Bytes are {"$bytes": BASE64}, dates {"$date": ISO}. Prints
JSON: the operations that were `seen`, and what is `wrong`. It needs botocore, and sends nothing.
"""
import base64
import datetime
import json
import sys

import botocore.session
from botocore.validate import ParamValidator

# What the SDK for JavaScript calls by another name than botocore.
SERVICES = {'cloudwatch-logs': 'logs', 'sfn': 'stepfunctions'}

# What any service may answer, and no model lists.
COMMON_ERRORS = {'AccessDenied', 'AccessDeniedException', 'ThrottlingException', 'ServiceUnavailable'}

session = botocore.session.Session()


def untagged(value):
    if set(value) == {'$bytes'}:
        return base64.b64decode(value['$bytes'])
    if set(value) == {'$date'}:
        return datetime.datetime.fromisoformat(value['$date'].replace('Z', '+00:00'))
    return value


def model_of(name):
    service, operation = name.split(' ')
    model = session.get_service_model(SERVICES.get(service, service))
    return model.operation_model(operation) if operation in model.operation_names else None


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
    elif shape.type_name == 'timestamp' and not isinstance(value, datetime.datetime):
        yield f'{path} is no date'
    elif shape.type_name == 'blob' and not isinstance(value, (bytes, str)):
        yield f'{path} is neither bytes nor a text'
    elif shape.type_name == 'boolean' and not isinstance(value, bool):
        yield f'{path} is neither true nor false'


def wrong_of(record):
    for call in record['calls']:
        name = f'{call["service"]} {call["operation"]}'
        model = model_of(name)
        if not model:
            yield f'{name} is no operation'
            continue
        report = ParamValidator().validate(call['input'], model.input_shape)
        if report.has_errors():
            yield f'{name} {json.dumps(call["input"], default=str)}: {report.generate_report()}'
    for name, answers in record['answers'].items():
        model = model_of(name)
        if model:
            known = COMMON_ERRORS | {error.error_code for error in model.error_shapes} | {error.name for error in model.error_shapes}
            yield from (f'{name}: {code} is no error of it' for code in record['errors'][name] if code not in known)
            # what is no object is none on purpose
            yield from (f'{name}: {found}' for answer in answers if isinstance(answer, dict) for found in wrong_in(answer, model.output_shape, 'answer'))


seen, wrong = set(), set()
for line in sys.stdin:
    record = json.loads(line, object_hook=untagged)
    seen.update(f'{call["service"]} {call["operation"]}' for call in record['calls'])
    wrong.update(wrong_of(record))
print(json.dumps({'seen': sorted(seen), 'wrong': sorted(wrong)}))
