import { ResourceEvent } from '../../../lib/handlers/image-builds/event';

export const CONTENT_TAG = '0123456789abcdef0123456789abcdef';

/** One build of each architecture, then the one that joins them. */
export function properties(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:framework',
    ContentTag: CONTENT_TAG,
    Stages: [
      {
        Builds: [
          { Project: 'p-arm64', Name: 'linux/arm64', Source: 'bucket/key.zip', Environment: { PLATFORM: 'linux/arm64', TAG_SUFFIX: '' } },
          { Project: 'p-amd64', Name: 'linux/amd64', Source: 'bucket/key.zip', Environment: { PLATFORM: 'linux/amd64' } },
        ],
      },
      { Builds: [{ Project: 'p-publish', Name: 'publish', Environment: { TAGS: '[]' } }] },
    ],
    ...more,
  };
}

/** The properties of an image that one build makes. */
export function oneBuild(more: Record<string, unknown> = {}): Record<string, unknown> {
  return properties({ Stages: [{ Builds: [{ Project: 'p-arm64', Name: 'linux/arm64', Environment: {} }] }], ...more });
}

/** An event as the framework hands it on. */
export function request(more: Partial<ResourceEvent> & Record<string, unknown> = {}): ResourceEvent {
  return {
    RequestType: 'Create',
    ResponseURL: 'https://response.invalid/secret',
    StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/Stack/1',
    RequestId: 'request-1',
    LogicalResourceId: 'Image',
    ResourceProperties: properties(),
    ...more,
  } as ResourceEvent;
}
