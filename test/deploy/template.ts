/** A template with the values that its resources would have. */
export class DeployedTemplate {
  constructor(private readonly template: any, private readonly stackName: string) {
  }

  /** The properties of all resources of a type, resolved, by logical ids. */
  public resources(type: string): Record<string, any> {
    return Object.fromEntries(Object.entries<any>(this.template.Resources ?? {}).filter(([, resource]) => resource.Type === type)
      .map(([id, { Properties }]) => [id, this.resolve(Properties)]));
  }

  /** A value without intrinsic functions, those that the deliveries use. */
  public resolve(value: any): any {
    if (Array.isArray(value)) {
      return value.map(item => this.resolve(item)).filter(item => item !== undefined);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const [[name, argument] = ['', undefined], ...more] = Object.entries<any>(value);
    const intrinsic = more.length === 0 ? INTRINSICS[name] : undefined;
    return intrinsic ? intrinsic(this, argument) : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.resolve(item)]));
  }

  /** The name that CloudFormation would give a resource, or the one that it asks for. */
  public nameOf(logicalId: string): string {
    const { Type, Properties } = this.template.Resources[logicalId];
    const given = Type === 'AWS::ECR::Repository' ? Properties?.RepositoryName : undefined;
    return given ? this.resolve(given) : `${this.stackName}-${logicalId}`.toLowerCase();
  }

  public ref(name: string): string {
    const pseudo: Record<string, string> = {
      'AWS::AccountId': process.env.AWS_ACCOUNT_ID!, 'AWS::Region': process.env.AWS_REGION!, 'AWS::Partition': 'aws', 'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': this.stackName,
    };
    return pseudo[name] ?? (name in this.template.Resources ? this.nameOf(name) : this.template.Parameters[name].Default);
  }

  public attribute(logicalId: string, attribute: string): string {
    const { Type } = this.template.Resources[logicalId];
    const service = Type.split('::')[1].toLowerCase();
    const kind = Type === 'AWS::ECR::Repository' ? 'repository' : Type.split('::')[2].toLowerCase();
    if (attribute === 'RepositoryUri') return `${this.ref('AWS::AccountId')}.dkr.ecr.${this.ref('AWS::Region')}.amazonaws.com/${this.nameOf(logicalId)}`;
    return attribute === 'Arn' ? `arn:aws:${service}:${this.ref('AWS::Region')}:${this.ref('AWS::AccountId')}:${kind}/${this.nameOf(logicalId)}` : `${logicalId}.${attribute}`;
  }
}

const INTRINSICS: Record<string, (template: DeployedTemplate, argument: any) => any> = {
  'Ref': (template, name) => name === 'AWS::NoValue' ? undefined : template.ref(name),
  'Fn::GetAtt': (template, [id, attribute]) => template.attribute(id, attribute),
  'Fn::Join': (template, [separator, parts]) => template.resolve(parts).join(separator),
  'Fn::Split': (template, [separator, text]) => template.resolve(text).split(separator),
  'Fn::Select': (template, [index, list]) => template.resolve(list)[Number(index)],
  'Fn::Sub': (template, text) => text.replace(/\$\{([^}]+)\}/g, (_: string, name: string) => template.ref(name)),
};
