import * as fc from 'fast-check';
import { containerOf, nextTaskDefinition } from '../../../lib/steps/deploy/task-definition';
import { holds } from '../../property';

const api = { name: 'api', image: 'old', essential: true };
const proxy = { name: 'proxy', image: 'envoy' };
const defined = (...containerDefinitions: { name: string; image: string }[]) => ({ taskDefinition: { family: 'f', containerDefinitions } });

describe('the container that runs the image', () => {
  test('is the only one, or the one that is named', () => {
    expect(containerOf('arn:1', defined(api), '')).toBe(api);
    expect(containerOf('arn:1', defined(proxy, api), 'api')).toBe(api);
    expect(containerOf('arn:1', defined(api), 'api')).toBe(api);
  });

  test.each([
    ['of several none is named', [proxy, api], '', 'the task definition arn:1 has several containers (proxy, api): say by "containerName" which one runs the image'],
    ['none has the name', [proxy, api], 'web', 'the task definition arn:1 has no container "web", only proxy, api: change "containerName"'],
    ['the only one has another name', [api], 'web', 'the task definition arn:1 has no container "web", only api: change "containerName"'],
  ])('is none where %s', (_, containers, wanted, error) => {
    expect(() => containerOf('arn:1', defined(...containers), wanted)).toThrow(error);
  });
});

describe('the next task definition', () => {
  test('is without what ECS tells of the last one, whatever else there is', () => {
    const told = {
      taskDefinitionArn: 'arn:1', revision: 1, status: 'ACTIVE', requiresAttributes: [], compatibilities: [], registeredAt: new Date(0), registeredBy: 'a', deregisteredAt: new Date(1),
    };
    const kept = { family: 'f', cpu: '256', memory: '512', runtimePlatform: { cpuArchitecture: 'ARM64' }, volumes: [{ name: 'v' }], unheardOf: { a: [1] } };

    expect(nextTaskDefinition({ taskDefinition: { ...kept, ...told, containerDefinitions: [api, proxy] } }, 'api', 'new'))
      .toEqual({ ...kept, containerDefinitions: [{ ...api, image: 'new' }, proxy] });
  });

  test('has the tags of the last one but those of AWS, and no list of none', () => {
    const tags = (...keys: string[]) => keys.map(key => ({ key, value: 'v' }));

    expect(nextTaskDefinition({ ...defined(api), tags: tags('team', 'aws:cloudformation:stack-name', 'AWS:x', 'awsome', 'x-aws:') }, 'api', 'new'))
      .toHaveProperty('tags', tags('team', 'awsome', 'x-aws:'));
    for (const given of [[], tags('aws:a'), undefined]) {
      expect(nextTaskDefinition({ ...defined(api), tags: given }, 'api', 'new')).not.toHaveProperty('tags');
    }
  });

  test('leaves the one that it is made of as it is, and differs from it by images alone', () => {
    const environment = fc.array(fc.record({ name: fc.string(), value: fc.string() }));
    const container = fc.record({ name: fc.string(), image: fc.string(), environment });
    holds(fc.property(fc.uniqueArray(container, { minLength: 1, selector: ({ name }) => name }), fc.string(), (containers, image) => {
      const described = defined(...containers);
      const before = JSON.stringify(described);

      const next: any = nextTaskDefinition(described, containers[0].name, image);

      expect(JSON.stringify(described)).toBe(before);
      expect(next.containerDefinitions).toEqual([{ ...containers[0], image }, ...containers.slice(1)]);
    }));
  });
});
