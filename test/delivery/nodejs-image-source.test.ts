import * as fs from 'fs';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Destination, DockerImageDeployment } from 'cdk-docker-image-deployment';
import { NodejsImageSource } from '../../lib';
import { smallService, temporaryDirectory } from '../temporary';

test('the deployment of cdk-docker-image-deployment takes a Node.js project as it is', () => {
  const app = new App({ outdir: temporaryDirectory() });
  const stack = new Stack(app, 'Stack');
  const repository = new Repository(stack, 'Repository');

  new DockerImageDeployment(stack, 'Deployment', {
    source: new NodejsImageSource({ directory: smallService() }),
    destination: Destination.ecr(repository, { tag: 'v1' }),
  });

  const template = Template.fromStack(stack);
  const [project] = Object.values<any>(template.findResources('AWS::CodeBuild::Project'));
  const { commands } = JSON.parse(stack.resolve(project.Properties.Source.BuildSpec['Fn::Join'][1]).filter((part: unknown) => typeof part === 'string').join('TOKEN'))
    .phases.build;
  expect(commands[0]).toMatch(/^aws ecr get-login-password --region TOKEN \| docker login --username AWS --password-stdin TOKEN/);
  const { dockerImages } = JSON.parse(fs.readFileSync(`${app.synth().directory}/Stack.assets.json`, 'utf8'));
  const [tag] = Object.keys(dockerImages);
  expect(commands[1]).toContain(`:${tag}`);
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['ecr:BatchGetImage']) })]) },
  });
});
