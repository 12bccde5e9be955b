import { Token } from 'aws-cdk-lib';
import { AddToPrincipalPolicyResult, Effect, ManagedPolicy, Policy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Dependable, IConstruct, IDependable } from 'constructs';
import { commonPolicy } from './common-policy';

/** Most characters of the inline policy, with room below the 10,240 characters of all inline policies of a role, and the 6,144 of a managed one. */
const INLINE_SIZE = 9_000;
const MANAGED_SIZE = 5_500;

/** How long a name or an ARN may be that is known only while deploying. */
const UNKNOWN_SIZE = 150;

/** The condition whose values may be joined: parts of one table. */
const PARTS = ['ForAllValues:StringEquals', 'dynamodb:LeadingKeys'] as const;

/** A policy of the role, and how full it is. */
interface Page {
  size: number;
  readonly room: number;
  add(statement: PolicyStatement): AddToPrincipalPolicyResult;
}

/** A statement that later ones are joined to. */
interface Joined {
  readonly page: Page;
  readonly statement: PolicyStatement;
  readonly values: Set<string>;
  readonly result: AddToPrincipalPolicyResult;
  add(value: string): void;
}

/**
 * A role that has more to do with each of its members. What is allowed in the same words on something else becomes one
 * statement, and what no longer fits into the inline policy goes to managed ones: IAM limits the size of each.
 */
export class GrowingRole extends Role {
  private readonly joined = new Map<string, Joined[]>();
  /** Permissions by another policy, by its words and one value. */
  private readonly common = new Map<string, AddToPrincipalPolicyResult>();
  private readonly pages: Page[] = [{ size: 0, room: INLINE_SIZE, add: statement => super.addToPrincipalPolicy(statement) }];

  /** The policies, which have to be there before the role is used. Who uses it refers to the role itself. */
  public get permissions(): IDependable {
    const permissions: IDependable = {};
    const { node } = this;
    Dependable.implement(permissions, {
      // as they are when the template is written
      get dependencyRoots(): IConstruct[] {
        return node.children.filter(child => child instanceof Policy || child instanceof ManagedPolicy);
      },
    });
    return permissions;
  }

  /** Allows what other roles of the stack are allowed, too, by a policy that all of them hold. To be called first of all. */
  public allowInCommon(statements: readonly PolicyStatement[]): void {
    const policy = commonPolicy(this, statements);
    this.addManagedPolicy(policy);
    for (const statement of statements) {
      const words = wordsOf(statement);
      statement.resources.forEach(resource => this.common.set(keyOf(words, resource), { statementAdded: true, policyDependable: policy }));
    }
  }

  public addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    const { effect, actions, notActions, resources, notResources, conditions } = statement;
    const parts: unknown = conditions[PARTS[0]]?.[PARTS[1]];
    const joinable = effect === Effect.ALLOW && notActions.length + notResources.length === 0 && !statement.hasPrincipal && !statement.sid;
    if (!joinable || parts !== undefined && (!isList(parts) || Object.keys(conditions).length > 1)) {
      return this.write(statement, sizeOf(resources) + sizeOf(actions) + JSON.stringify(conditions).length).result;
    }
    const words = isList(parts) ? JSON.stringify([[...actions].sort(), [...resources].sort()]) : wordsOf(statement);
    const values = isList(parts) ? parts : resources;
    return values.map(value => this.join(words, statement, value, isList(parts))).pop()!;
  }

  private join(words: string, { actions, resources, conditions }: PolicyStatement, value: string, ofParts: boolean): AddToPrincipalPolicyResult {
    const elsewhere = this.common.get(keyOf(words, value));
    if (elsewhere) {
      return elsewhere;
    }
    const all = this.joined.get(words) ?? [];
    this.joined.set(words, all);
    const there = all.find(({ values }) => values.has(value));
    if (there) {
      return there.result;
    }
    const size = sizeOf([value]);
    const last = all[all.length - 1];
    if (last && last.page.size + size <= last.page.room) {
      last.add(value);
      last.values.add(value);
      last.page.size += size;
      return last.result;
    }
    const parts = [value];
    const statement = new PolicyStatement(ofParts
      ? { actions, resources, conditions: { [PARTS[0]]: { [PARTS[1]]: parts } } }
      : { actions, resources: [value], conditions });
    const { page, result } = this.write(statement, sizeOf(actions) + size + (ofParts ? sizeOf(resources) + 80 : JSON.stringify(conditions).length));
    all.push({ page, statement, values: new Set([value]), result, add: ofParts ? more => parts.push(more) : more => statement.addResources(more) });
    return result;
  }

  /** Puts a statement where there is room for it. */
  private write(statement: PolicyStatement, size: number): { page: Page; result: AddToPrincipalPolicyResult } {
    const whole = size + '{"Effect":"Allow","Action":[],"Resource":[],"Condition":{}},'.length;
    const page = this.pages.find(one => one.size + whole <= one.room) ?? this.newPage();
    page.size += whole;
    return { page, result: page.add(statement) };
  }

  private newPage(): Page {
    const policy = new ManagedPolicy(this, `Policy${this.pages.length + 1}`, { description: `What ${this.node.path} may do, continued`, roles: [this] });
    const page = {
      size: 0,
      room: MANAGED_SIZE,
      add: (statement: PolicyStatement) => {
        policy.addStatements(statement);
        return { statementAdded: true, policyDependable: policy };
      },
    };
    this.pages.push(page);
    return page;
  }
}

/** The words of a statement, without what it is about. */
function wordsOf({ actions, conditions }: PolicyStatement): string {
  return JSON.stringify([[...actions].sort(), conditions]);
}

function keyOf(words: string, value: string): string {
  return JSON.stringify([words, value]);
}

function isList(value: unknown): value is string[] {
  return Array.isArray(value);
}

function sizeOf(values: readonly string[]): number {
  return values.reduce((sum, value) => sum + '"",'.length + (Token.isUnresolved(value) ? UNKNOWN_SIZE : value.length), 0);
}
