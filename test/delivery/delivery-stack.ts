import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { temporaryDirectory } from '../temporary';

/** A stack, and what came of its synthesis. */
export function synthesize(build: (stack: Stack) => void, outdir = temporaryDirectory()) {
  const app = new App({ outdir });
  const stack = new Stack(app, 'Stack');
  build(stack);
  const template = Template.fromStack(stack);
  const resources = (type: string): any[] => Object.values<any>(template.findResources(type)).map(({ Properties }) => Properties);
  const text = (): string => (fs.readdirSync(outdir, { recursive: true }) as string[]).map(name => path.join(outdir, name))
    .filter(file => fs.statSync(file).isFile()).map(file => fs.readFileSync(file, 'latin1')).join('\n');
  return { app, stack, template, resources, outdir, text };
}

/** What the custom resources of images ask for. */
export const deliveries = ({ resources }: ReturnType<typeof synthesize>): any[] => resources('Custom::NodejsImage');

/** The variables of each build that a delivery runs, stage by stage. */
export const environments = (delivery: any): any[][] => delivery.Stages.map((stage: any) => stage.Builds.map((build: any) => build.Environment));

/** The buildspecs of all projects. */
export function buildspecs({ template, stack }: ReturnType<typeof synthesize>): any[] {
  return Object.values<any>(template.findResources('AWS::CodeBuild::Project')).map(({ Properties: { Source: { BuildSpec: text } } }) => {
    const resolved = stack.resolve(text);
    return JSON.parse(typeof resolved === 'string' ? resolved : resolved['Fn::Join'][1].map((part: any) => typeof part === 'string' ? part : Object.values(part).flat().join('.')).join(''));
  });
}

/** The statements of all policies, as strings. */
export const statements = ({ resources }: ReturnType<typeof synthesize>): any[] =>
  resources('AWS::IAM::Policy').flatMap(({ PolicyDocument: { Statement } }) => Statement);

/** What cdk-nag finds that is not acknowledged. */
export function findings(app: App): string[] {
  return new AwsSolutionsChecks().validateScope(app).violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath, resourceLogicalId }: any) => `${ruleName} ${resourceLogicalId ?? constructPath}`));
}
