/** Where a stack goes: what its template does not say. */
export interface StackPlace {
  readonly stackName: string;
  readonly account: string;
  readonly region: string;
  /** The values that other stacks export, by their names. */
  readonly imports?: (name: string) => unknown;
}

/** Template with the values that its resources would have once they are deployed. */
export class DeployedTemplate {
  constructor(private readonly template: any, private readonly place: StackPlace) {
  }

  /** The properties of all resources of a type, resolved, by logical ids. */
  public resources(type: string): Record<string, any> {
    return Object.fromEntries(Object.entries<any>(this.template.Resources ?? {}).filter(([, resource]) => resource.Type === type)
      .map(([id, { Properties = {} }]) => [id, this.resolve(Properties)]));
  }

  /** The values that the stack exports, by their names. */
  public get exports(): Record<string, unknown> {
    return Object.fromEntries(Object.values<any>(this.template.Outputs ?? {}).filter(({ Export }) => Export)
      .map(({ Export, Value }) => [this.resolve(Export.Name), this.resolve(Value)]));
  }

  /** A value without intrinsic functions; one that cannot be told stays as it is. */
  public resolve(value: any): any {
    if (Array.isArray(value)) {
      return value.map(item => this.resolve(item)).filter(item => item !== undefined);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const [[name, argument] = ['', undefined], ...more] = Object.entries<any>(value);
    const intrinsic = more.length === 0 && Object.hasOwn(INTRINSICS, name) ? INTRINSICS[name] : undefined;
    return intrinsic ? intrinsic(this, argument) : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.resolve(item)]));
  }

  /** Name that CloudFormation would give a resource, or the one that it asks for. */
  public nameOf(logicalId: string): string {
    const { Type, Properties } = this.template.Resources[logicalId];
    const given = Type === 'AWS::ECR::Repository' ? Properties?.RepositoryName : undefined;
    return given ? this.resolve(given) : `${this.place.stackName}-${logicalId}`.toLowerCase();
  }

  public ref(name: string): string {
    const { stackName, account, region } = this.place;
    const pseudo: Record<string, string> = {
      'AWS::AccountId': account, 'AWS::Region': region, 'AWS::Partition': 'aws', 'AWS::URLSuffix': 'amazonaws.com', 'AWS::StackName': stackName,
    };
    if (pseudo[name] !== undefined) return pseudo[name];
    if (Object.hasOwn(this.template.Resources ?? {}, name)) return this.nameOf(name);
    const parameter = this.template.Parameters?.[name];
    return String(parameter?.Default ?? '');
  }

  public attribute(logicalId: string, attribute: string): string {
    const { Type } = this.template.Resources[logicalId];
    const service = Type.split('::')[1].toLowerCase();
    const kind = Type === 'AWS::ECR::Repository' ? 'repository' : Type.split('::').at(-1).toLowerCase();
    if (attribute === 'RepositoryUri') return `${this.ref('AWS::AccountId')}.dkr.ecr.${this.ref('AWS::Region')}.amazonaws.com/${this.nameOf(logicalId)}`;
    return attribute === 'Arn' ? `arn:aws:${service}:${this.ref('AWS::Region')}:${this.ref('AWS::AccountId')}:${kind}/${this.nameOf(logicalId)}` : `${logicalId}.${attribute}`;
  }

  public imported(name: string): unknown {
    return this.place.imports?.(name) ?? name;
  }
}

const INTRINSICS: Record<string, (template: DeployedTemplate, argument: any) => any> = {
  'Ref': (template, name) => name === 'AWS::NoValue' ? undefined : template.ref(name),
  'Fn::GetAtt': (template, argument) => {
    const [id, attribute] = typeof argument === 'string' ? argument.split('.') : argument;
    return template.attribute(id, attribute);
  },
  'Fn::Join': (template, [separator, parts]) => template.resolve(parts).join(separator),
  'Fn::Split': (template, [separator, text]) => template.resolve(text).split(separator),
  'Fn::Select': (template, [index, list]) => template.resolve(list)[Number(index)],
  'Fn::ImportValue': (template, name) => template.imported(template.resolve(name)),
  'Fn::Sub': (template, argument) => {
    const [text, values] = typeof argument === 'string' ? [argument, {}] : argument;
    return text.replace(/\$\{([^}]+)\}/g, (_: string, name: string) =>
      Object.hasOwn(values, name) ? template.resolve(values[name]) : name.includes('.') ? template.resolve({ 'Fn::GetAtt': name }) : template.ref(name));
  },
};
