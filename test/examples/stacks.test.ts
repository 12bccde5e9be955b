import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { app as examples } from '../../examples/app';
import { LambdaExample } from '../../examples/lambda';
import { findings } from '../delivery/delivery-stack';
import { temporaryDirectory } from '../temporary';

// without a name for it, the app synthesizes into a temporary directory
afterAll(() => fs.rmSync(examples.outdir, { recursive: true, force: true }));

test('cdk-nag finds nothing in the examples but what they acknowledge', () => {
  expect(examples.node.children.filter(child => Stack.isStack(child)).length).toBeGreaterThanOrEqual(10);
  expect(findings(examples)).toEqual([]);
});

describe('one image as a service and as a function', () => {
  const stack = new LambdaExample(new App({ outdir: temporaryDirectory() }), 'Lambda');
  const template = Template.fromStack(stack);
  const resources = (type: string): any[] => Object.values<any>(template.findResources(type)).map(({ Properties }) => Properties);
  const [handler] = resources('AWS::Lambda::Function').filter(({ PackageType }) => PackageType === 'Image');
  const [task] = resources('AWS::ECS::TaskDefinition');

  test('is built once and delivered once', () => {
    const { directory } = (stack.node.root as App).synth();
    const { dockerImages } = JSON.parse(fs.readFileSync(path.join(directory, 'Lambda.assets.json'), 'utf8'));

    expect(Object.values<any>(dockerImages).map(({ source }) => source.platform)).toEqual(['linux/amd64']);
    expect(resources('Custom::NodejsImage')).toHaveLength(1);
    expect(resources('AWS::ECR::Repository')).toHaveLength(1);
  });

  test('is the same for both, by its digest, and of the architecture that the function has', () => {
    const { Image } = task.ContainerDefinitions[0];

    expect(JSON.stringify(Image)).toContain('DigestHex');
    expect(handler.Code.ImageUri).toEqual(Image);
    expect(handler.Architectures).toEqual(['x86_64']);
  });

  test('listens where the adapter asks', () => {
    expect(handler.Environment.Variables.AWS_LWA_PORT).toBe(String(task.ContainerDefinitions[0].PortMappings[0].ContainerPort));
  });
});
