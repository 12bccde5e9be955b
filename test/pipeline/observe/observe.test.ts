import { App, Duration, Size, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { SlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import { ManualApprovalAction, S3SourceAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ImageAlarmOptions, ImageAlarms } from '../../../lib/pipeline/observe/alarms';
import { ImageDashboard } from '../../../lib/pipeline/observe/dashboard';
import { PipelineExecutions } from '../../../lib/pipeline/observe/executions';
import { grantExecutionTimes, ImageMetrics } from '../../../lib/pipeline/observe/metrics';
import { notify } from '../../../lib/pipeline/observe/notifications';

function world() {
  const stack = new Stack(new App(), 'Stack');
  const pipeline = new codepipeline.Pipeline(stack, 'Pipeline', {
    stages: [
      { stageName: 'Source', actions: [new S3SourceAction({ actionName: 'S', bucket: s3.Bucket.fromBucketName(stack, 'Sources', 'sources'), bucketKey: 'k', output: new codepipeline.Artifact() })] },
      { stageName: 'Approve', actions: [new ManualApprovalAction({ actionName: 'A' })] },
    ],
  });
  return { stack, pipeline, metrics: new ImageMetrics('api') };
}

const alarms = (options: ImageAlarmOptions = {}, over: object = {}) => {
  const { stack, metrics } = world();
  const made = new ImageAlarms(stack, 'Alarms', { metrics, gates: ['test', 'lint'], platforms: ['linux/amd64'], scanned: true, ...options, ...over });
  return { stack, made, template: Template.fromStack(stack) };
};

test('each metric has the namespace, the image and its own dimension', () => {
  const { metrics } = world();
  const of = (metric: any) => [metric.namespace, metric.metricName, metric.statistic, metric.dimensions];

  expect([
    metrics.gatePassed('test'), metrics.gateDuration('test'), metrics.buildDuration('linux/arm64'), metrics.imageSize('linux/arm64'), metrics.pushToImage(), metrics.findings('HIGH'), metrics.executions('FAILED'),
  ].map(of)).toEqual([
    ['NodejsImage', 'GatePassed', 'Average', { Image: 'api', Gate: 'test' }],
    ['NodejsImage', 'GateDuration', 'Average', { Image: 'api', Gate: 'test' }],
    ['NodejsImage', 'BuildDuration', 'Average', { Image: 'api', Platform: 'linux/arm64' }],
    ['NodejsImage', 'ImageSize', 'Maximum', { Image: 'api', Platform: 'linux/arm64' }],
    ['NodejsImage', 'PushToImage', 'Average', { Image: 'api' }],
    ['NodejsImage', 'Findings', 'Maximum', { Image: 'api', Severity: 'HIGH' }],
    ['NodejsImage', 'Executions', 'Sum', { Image: 'api', State: 'FAILED' }],
  ]);
  expect(metrics.imageSize('a', { statistic: 'p90', period: Duration.days(1) })).toMatchObject({ statistic: 'p90', period: Duration.days(1) });
});

test('executions are logged by an event rule that may write to the one log, and become a metric', () => {
  const { stack } = world();
  ['api', 'web'].forEach(name => PipelineExecutions.of(stack, name));
  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { 'source': ['aws.codepipeline'], 'detail-type': ['CodePipeline Pipeline Execution State Change'], 'detail': { pipeline: ['api', 'web'] } },
    Targets: [{ Arn: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(':log-group:$')])] } }],
  });
  template.hasResourceProperties('AWS::Logs::MetricFilter', {
    FilterPattern: '{ $.detail.state = "*" }',
    MetricTransformations: [{ MetricNamespace: 'NodejsImage', MetricName: 'Executions', MetricValue: '1', Dimensions: [{ Key: 'Image', Value: '$.detail.pipeline' }, { Key: 'State', Value: '$.detail.state' }] }],
  });
  // of those for a whole region there are ten at most
  template.resourceCountIs('AWS::Logs::ResourcePolicy', 0);
  template.hasResourceProperties('AWS::Logs::LogGroup', {
    ResourcePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'events.amazonaws.com' }, Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] })] },
  });
});

test('targets are notified of failure, success and approvals', () => {
  const { stack, pipeline } = world();
  const topics = ['Topic', 'Other'].map(id => new Topic(stack, id));
  notify(stack, 'Notifications', { pipeline, pipelineName: 'api' }, topics);
  notify(stack, 'More', { pipeline, pipelineName: 'web' }, topics.slice(0, 1));

  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      'source': ['aws.codepipeline'],
      'detail-type': ['CodePipeline Pipeline Execution State Change', 'CodePipeline Action Execution State Change'],
      'detail': {
        $or: [
          { state: ['FAILED', 'SUCCEEDED'], type: { category: [{ exists: false }] } },
          { state: ['STARTED'], type: { category: ['Approval'] } },
        ],
        pipeline: ['api', 'web'],
      },
    },
    Targets: [{ Arn: { Ref: Match.stringLikeRegexp('^Topic') } }],
  });
  // one rule for each topic
  template.resourceCountIs('AWS::Events::Rule', 2);
  template.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: { Statement: [Match.objectLike({ Action: 'sns:Publish', Principal: { Service: 'events.amazonaws.com' } })] },
  });
  // there is no such type in nearly half of the regions
  template.resourceCountIs('AWS::CodeStarNotifications::NotificationRule', 0);
});

test('channels of a chat are notified by what can reach them', () => {
  const { stack, pipeline } = world();
  notify(stack, 'Notifications', { pipeline, pipelineName: 'api' }, [SlackChannelConfiguration.fromSlackChannelConfigurationArn(stack, 'Slack', 'arn:aws:chatbot::123456789012:chat-configuration/slack-channel/team')]);

  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::Events::Rule', 0);
  template.hasResourceProperties('AWS::CodeStarNotifications::NotificationRule', {
    DetailType: 'FULL',
    EventTypeIds: ['codepipeline-pipeline-pipeline-execution-failed', 'codepipeline-pipeline-pipeline-execution-succeeded', 'codepipeline-pipeline-manual-approval-needed'],
    Targets: [{ TargetType: 'AWSChatbotSlack', TargetAddress: Match.anyValue() }],
  });
});

test('the dashboard of a stack shows gates, times, sizes, executions and findings of the image that is chosen', () => {
  const { stack } = world();
  const show = (pipelineName: string, gates: string[], severities: string[]) =>
    ImageDashboard.of(stack, PipelineExecutions.of(stack, pipelineName).logGroup).add({
      pipelineName, metrics: new ImageMetrics(pipelineName), gates, platforms: ['linux/amd64', 'linux/arm64'], severities,
    });
  show('api', ['test'], []);
  show('web', ['test', 'lint'], ['CRITICAL', 'HIGH']);
  const [{ Properties: { DashboardBody } }, ...more] = Object.values<any>(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
  const text: string = DashboardBody['Fn::Join'][1].map((part: any) => typeof part === 'string' ? part : 'token').join('');
  const { widgets, variables } = JSON.parse(text);
  const lines = (title: string) => widgets.find(({ properties }: any) => properties.title === title).properties.metrics
    .map((line: any[]) => line.at(-1).label);

  expect(more).toEqual([]);
  expect(widgets.slice(1).map(({ properties: { title } }: any) => title)).toEqual([
    'Pass rate of the gates', 'Duration of the gates (seconds)', 'From the push to the image (seconds)', 'Duration of the builds (seconds)',
    'Size of the image (bytes, compressed)', 'Executions of the pipeline', 'Last executions of all pipelines', 'Findings',
  ]);
  expect(lines('Pass rate of the gates')).toEqual(['test', 'lint']);
  expect(lines('Size of the image (bytes, compressed)')).toEqual(['linux/amd64', 'linux/arm64']);
  expect(lines('Findings')).toEqual(['CRITICAL', 'HIGH']);
  // the choice is put for this dimension of every metric
  expect(variables).toEqual([expect.objectContaining({ type: 'property', property: 'Image', inputType: 'select', defaultValue: 'api', values: ['api', 'web'].map(value => ({ value, label: value })) })]);
  expect(widgets.flatMap(({ properties: { metrics = [] } }: any) => metrics).filter((line: any[]) => !line.includes('Image'))).toEqual([]);
});

test('the alarms are of failures, gates, growth and findings, and of the size where there is a limit', () => {
  const { stack, made, template } = alarms({ maximumImageSize: Size.mebibytes(200), maximumImageGrowth: 10 });
  const all: any[] = Object.values<any>(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);

  expect(all.map(({ AlarmDescription, Threshold, ComparisonOperator }) => [AlarmDescription, Threshold, ComparisonOperator.split('Than')[0]])).toEqual([
    ['an execution of the pipeline failed', 0, 'Greater'],
    ['the gate test passed in less than 50 % of its runs of a day', 0.5, 'Less'],
    ['the gate lint passed in less than 50 % of its runs of a day', 0.5, 'Less'],
    ['the image for linux/amd64 is larger than 209715200 bytes', 209715200, 'Greater'],
    ['the image for linux/amd64 is more than 10 % larger than the one before', 10, 'Greater'],
    ['the image has findings of the severity CRITICAL that count', 0, 'Greater'],
    ['the image has findings of the severity HIGH that count', 0, 'Greater'],
  ]);
  // what does not happen is no alarm
  expect(all.every(({ TreatMissingData }) => TreatMissingData === 'notBreaching')).toBe(true);
  const growth = all.find(({ AlarmDescription }) => AlarmDescription.includes('more than'));
  // as far back as CloudWatch lets an alarm look
  expect([growth.EvaluationPeriods, growth.DatapointsToAlarm, growth.Metrics[1].MetricStat.Period]).toEqual([168, 1, 3600]);
  expect(made.alarms).toHaveLength(7);
  expect(stack).toBeDefined();
});

test('actions are those of each alarm; without a scan there is none of findings', () => {
  const { stack, metrics } = world();
  new ImageAlarms(stack, 'Alarms', { metrics, gates: ['test'], platforms: ['linux/amd64'], scanned: false, alarmActions: [new SnsAction(new Topic(stack, 'Topic'))] });
  const all: any[] = Object.values<any>(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);

  expect(all).toHaveLength(3);
  expect(all.every(({ AlarmActions }) => AlarmActions.length === 1)).toBe(true);
});

test.each([[{ maximumImageGrowth: 0 }, 'maximumImageGrowth must be a number of percent above 0, received 0'], [{ minimumGatePassRate: 101 }, 'minimumGatePassRate must be a number of percent above 0 and at most 100, received 101']])('%j is refused', (options, message) => {
  expect(() => alarms(options)).toThrow(message);
});

test('when an execution began may be asked for of the one pipeline, and the pipeline does not wait for that', () => {
  const { stack, pipeline } = world();
  grantExecutionTimes(stack, { pipeline }, new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('codebuild.amazonaws.com') }));

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [{ Action: 'codepipeline:ListActionExecutions', Effect: 'Allow', Resource: { 'Fn::Join': ['', Match.arrayWith([{ Ref: Match.stringLikeRegexp('^Pipeline') }])] } }] },
  });
});
