/** What cfn-lint says of the examples and stays, with the reason. An exception that nothing needs any more fails, too. */
export interface AcceptedFinding {
  /** The rule of cfn-lint. */
  readonly rule: string;
  /** The type of the resource; all types if not given. */
  readonly type?: string;
  /** What the message holds. */
  readonly message?: string;
  readonly because: string;
}

export const ACCEPTED_FINDINGS: readonly AcceptedFinding[] = [
  {
    rule: 'W3005',
    because: 'aws-cdk-lib writes a dependency on everything that a construct is made of, one that a reference implies included; CloudFormation reads both as one',
  },
  { rule: 'I1022', because: 'aws-cdk-lib joins strings by Fn::Join; Fn::Sub would give the same' },
  {
    rule: 'I3510',
    message: '\'codestar-connections:',
    because: 'the service was renamed: the older actions are for connections that were made under the older name, and the newer ones are in the same statement',
  },
  {
    rule: 'E3006',
    type: 'AWS::AppRunner::Service',
    because: 'the example shows App Runner, which is in a few regions alone; no construct of the library makes a service of it',
  },
  {
    rule: 'E3006',
    type: 'AWS::Lambda::Url',
    because: 'the example gives its function a URL, which not every region has; no construct of the library makes one',
  },
];
