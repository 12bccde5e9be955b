import { App, CfnParameter, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ImageTagMutabilityExclusionFilter, Repository, RepositoryEncryption, TagMutability, TagStatus } from 'aws-cdk-lib/aws-ecr';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ImageRepository, ImageRepositoryProps } from '../../../lib';
import { temporaryDirectory } from '../../temporary';

const newStack = () => new Stack(new App({ outdir: temporaryDirectory() }), 'Stack');

interface Rule {
  readonly rulePriority: number;
  readonly description: string;
  readonly selection: { tagStatus: string; tagPatternList?: string[]; countType: string; countNumber: number };
}

function templateOf(props?: ImageRepositoryProps, change: (repository: ImageRepository) => void = () => {}): Template {
  const stack = newStack();
  change(new ImageRepository(stack, 'Images', props));
  return Template.fromStack(stack);
}

/** The rules of the lifecycle in the order of their priorities, which is that in which ECR applies them. */
function rulesOf(template: Template): Rule[] {
  const [repository] = Object.values(template.findResources('AWS::ECR::Repository'));
  const { rules } = JSON.parse(repository.Properties.LifecyclePolicy.LifecyclePolicyText) as { rules: Rule[] };
  return rules.sort((a, b) => a.rulePriority - b.rulePriority);
}

/** What ECR asks of the rules of a lifecycle, else it refuses them while deploying. */
function expectToBeTaken(rules: Rule[]) {
  const statuses = rules.map(rule => rule.selection.tagStatus);
  expect(new Set(rules.map(rule => rule.rulePriority)).size).toBe(rules.length);
  expect(statuses.filter(status => status === 'untagged').length).toBeLessThanOrEqual(1);
  expect(statuses.slice(0, -1)).not.toContain('any');
  for (const { rulePriority, selection } of rules) {
    expect(Number.isInteger(rulePriority) && rulePriority > 0).toBe(true);
    expect(Number.isInteger(selection.countNumber) && selection.countNumber > 0).toBe(true);
    expect(selection.tagPatternList !== undefined).toBe(selection.tagStatus === 'tagged');
    expect(selection.tagPatternList?.length).not.toBe(0);
    (selection.tagPatternList ?? []).forEach(pattern => expect(pattern).toMatch(/^[0-9A-Za-z*._-]{1,128}$/));
  }
  const patterns = rules.flatMap(rule => rule.selection.tagPatternList ?? []);
  expect(new Set(patterns).size).toBe(patterns.length);
}

interface Image { readonly tags: string[]; readonly days: number }

/** ECR's way: an image that a rule is for is not expired by a later one, but is counted by it. Youngest first. */
function expired(rules: Rule[], images: Image[]): Image[] {
  const youngest = [...images].sort((a, b) => a.days - b.days);
  const gone = new Set<Image>();
  const taken = new Set<Image>();
  for (const { selection } of rules) {
    const matching = youngest.filter(({ tags }) => selection.tagStatus === 'untagged' ? tags.length === 0
      : tags.length > 0 && selection.tagPatternList!.every(pattern => tags.some(tag => matches(pattern, tag))));
    matching.forEach((image, index) => {
      const over = selection.countType === 'sinceImagePushed' ? image.days > selection.countNumber : index >= selection.countNumber;
      if (over && !taken.has(image)) gone.add(image);
    });
    matching.forEach(image => taken.add(image));
  }
  return images.filter(image => gone.has(image));
}

const matches = (pattern: string, tag: string) => new RegExp(`^${pattern.replace(/\./g, '\\.').replace(/\*/g, '.*')}$`).test(tag);

describe('the defaults', () => {
  test('are immutable tags but for those of the library, scanning, encryption, and images that outlive the stack', () => {
    templateOf().hasResource('AWS::ECR::Repository', {
      Properties: {
        ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
        ImageTagMutabilityExclusionFilters: ['cache-*', 'deployed-*'].map(value => ({
          ImageTagMutabilityExclusionFilterType: 'WILDCARD', ImageTagMutabilityExclusionFilterValue: value,
        })),
        ImageScanningConfiguration: { ScanOnPush: true },
        EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: Match.absent() },
        RepositoryName: Match.absent(),
      },
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('let the first deployment be rolled back and tried again: the repository goes, whatever is in it', () => {
    const emptied = (props?: ImageRepositoryProps) => Object.values(templateOf(props).findResources('AWS::ECR::Repository'))
      .map(({ DeletionPolicy, Properties: { EmptyOnDelete } }) => [DeletionPolicy, EmptyOnDelete])[0];

    expect(emptied()).toEqual(['RetainExceptOnCreate', true]);
    // where a repository of its own policy is deleted, its images are for who gave the policy to decide on
    expect(emptied({ removalPolicy: RemovalPolicy.RETAIN })).toEqual(['Retain', undefined]);
    expect(emptied({ removalPolicy: RemovalPolicy.DESTROY })).toEqual(['Delete', undefined]);
    expect(emptied({ removalPolicy: RemovalPolicy.DESTROY, emptyOnDelete: true })).toEqual(['Delete', true]);
    expect(emptied({ emptyOnDelete: false })).toEqual(['RetainExceptOnCreate', false]);
  });

  test('are rules that ECR takes', () => {
    const rules = rulesOf(templateOf());
    expectToBeTaken(rules);
    expect(rules.map(rule => rule.description)).toEqual([
      'Keep what is deployed', 'Expire images that lost their tags', 'Keep build caches', 'Keep the newest 50 releases',
    ]);
  });

  test('are nothing that cdk-nag finds, which does find a repository that is open to all', () => {
    const findings = (change: (repository: ImageRepository) => void) => {
      const stack = newStack();
      change(new ImageRepository(stack, 'Images'));
      return new AwsSolutionsChecks().validateScope(stack.node.root).violations.map(({ ruleName }) => ruleName);
    };
    expect(findings(() => {})).toEqual([]);
    expect(findings(repository => repository.addToResourcePolicy(new PolicyStatement({ actions: ['ecr:BatchGetImage'], principals: [new AnyPrincipal()] }))))
      .toEqual(['AwsSolutions-ECR1']);
  });

  test('are the same where undefined is given', () => {
    const nothing = {
      keepReleases: undefined, movingTags: undefined, imageTagMutability: undefined, imageTagMutabilityExclusionFilters: undefined,
      imageScanOnPush: undefined, encryption: undefined, removalPolicy: undefined, lifecycleRules: undefined,
    };
    expect(templateOf(nothing).toJSON()).toEqual(templateOf().toJSON());
  });
});

describe('the lifecycle', () => {
  const releases = (count: number): Image[] => Array.from({ length: count }, (_, index) => ({ tags: [`1.0.${count - index}`], days: index }));

  test('keeps the newest releases', () => {
    const images = releases(5);
    expect(expired(rulesOf(templateOf({ keepReleases: 3 })), images)).toEqual(images.slice(3));
  });

  test('keeps what is deployed, however old and whatever its other tags', () => {
    const old: Image[] = [{ tags: ['0.0.1', 'deployed-a'], days: 4000 }, { tags: ['deployed-b'], days: 4000 }, { tags: ['cache-x', 'deployed-c'], days: 4000 }];
    expect(expired(rulesOf(templateOf({ keepReleases: 1 })), [...releases(1), ...old])).toEqual([]);
  });

  test('expires what was deployed once its tag has moved on', () => {
    const before: Image = { tags: ['0.0.1'], days: 400 };
    expect(expired(rulesOf(templateOf({ keepReleases: 1 })), [{ tags: ['1.0.0', 'deployed-a'], days: 300 }, before])).toEqual([before]);
  });

  test('expires images without a tag after a week, and no cache that builds read, however long ago it was pushed', () => {
    const images: Image[] = [{ tags: [], days: 6 }, { tags: [], days: 8 }, { tags: ['cache-amd64-deps'], days: 29 }, { tags: ['cache-arm64-deps'], days: 900 }];
    expect(expired(rulesOf(templateOf()), images)).toEqual([images[1]]);
  });

  test('has a place for rules that are added: they go before the one that keeps the newest releases', () => {
    const rules = rulesOf(templateOf({ keepReleases: 1 }, repository => {
      repository.addLifecycleRule({ description: 'branches', tagPatternList: ['branch-*'], maxImageAge: Duration.days(14) });
      repository.addLifecycleRule({ description: 'previews', tagStatus: TagStatus.TAGGED, tagPatternList: ['preview-*'], maxImageAge: Duration.days(3) });
    }));
    expectToBeTaken(rules);
    expect(rules.slice(3).map(rule => rule.description)).toEqual(['branches', 'previews', 'Keep the newest 1 releases']);
    const branch: Image = { tags: ['branch-a'], days: 10 };
    expect(expired(rules, [...releases(1), branch, { tags: ['branch-b'], days: 15 }])).toEqual([{ tags: ['branch-b'], days: 15 }]);
  });

  test.each([TagStatus.ANY, undefined])('takes an added rule for all images as the last, where tagStatus is %p', tagStatus => {
    const rules = rulesOf(templateOf({}, repository => repository.addLifecycleRule({ tagStatus, maxImageAge: Duration.days(400) })));
    expectToBeTaken(rules);
    expect(rules[rules.length - 1].selection.tagStatus).toBe('any');
  });

  test('takes an added rule at a priority that is free, and refuses one that is taken', () => {
    const rule = { tagStatus: TagStatus.TAGGED, tagPatternList: ['x-*'], maxImageCount: 3 };
    const rules = rulesOf(templateOf({}, repository => {
      repository.addLifecycleRule({ ...rule, rulePriority: 100 });
      repository.addLifecycleRule({ ...rule, tagPatternList: ['y-*'] });
    }));
    expect(rules.map(({ rulePriority }) => rulePriority)).toEqual([1, 10, 20, 100, 101, 1000]);
    expect(() => templateOf({}, repository => repository.addLifecycleRule({ ...rule, rulePriority: 20 })))
      .toThrow('each rule of a lifecycle must have a rulePriority of its own, received 20 a second time; taken are 1, 10, 20, 1000');
  });

  test('is only what is given, where lifecycleRules are', () => {
    const template = templateOf({ lifecycleRules: [{ maxImageCount: 3 }] }, repository => repository.addLifecycleRule({
      tagStatus: TagStatus.UNTAGGED, maxImageAge: Duration.days(1),
    }));
    expect(rulesOf(template).map(({ rulePriority, selection }) => [rulePriority, selection.tagStatus])).toEqual([[1, 'untagged'], [2, 'any']]);
    templateOf({ lifecycleRules: [] }).hasResourceProperties('AWS::ECR::Repository', { LifecyclePolicy: Match.absent() });
  });

  test.each([0, -1, 1.5, NaN, Infinity])('cannot keep %d releases', keepReleases => {
    expect(() => templateOf({ keepReleases })).toThrow(/^keepReleases must be a whole number of 1 or more, received/);
  });

  test('is either ours or yours', () => {
    expect(() => templateOf({ keepReleases: 3, lifecycleRules: [] })).toThrow(/^keepReleases \(received 3\) is for the default rules/);
  });
});

describe('tags that may be moved', () => {
  const filtersOf = (template: Template) => Object.values(template.findResources('AWS::ECR::Repository'))[0].Properties.ImageTagMutabilityExclusionFilters
    ?.map((filter: any) => filter.ImageTagMutabilityExclusionFilterValue);

  test('are added to those of the library', () => {
    expect(filtersOf(templateOf({ movingTags: ['latest', 'branch-*', '*-next-*'] }))).toEqual(['cache-*', 'deployed-*', 'latest', 'branch-*', '*-next-*']);
  });

  test.each([
    [['a', 'b', 'c', 'd'], 'movingTags must hold at most 3 patterns, received ["a","b","c","d"]'],
    [[''], 'at most two "*" each, received ""'],
    [['a*b*c*'], 'at most two "*" each, received "a*b*c*"'],
    [['feature/*'], 'at most two "*" each, received "feature/*"'],
    [['a'.repeat(129)], 'movingTags must be 1 to 128 letters'],
    [['*'], 'set imageTagMutability to TagMutability.MUTABLE'],
    [['latest', 'latest'], 'movingTags must be different from one another, received "latest" twice'],
  ])('are refused: %j', (movingTags, message) => {
    expect(() => templateOf({ movingTags })).toThrow(message);
  });

  test('can be all', () => {
    const template = templateOf({ imageTagMutability: TagMutability.MUTABLE });
    template.hasResourceProperties('AWS::ECR::Repository', { ImageTagMutability: 'MUTABLE', ImageTagMutabilityExclusionFilters: Match.absent() });
  });

  test('can be only yours', () => {
    const filters = [ImageTagMutabilityExclusionFilter.wildcard('mine-*')];
    const template = templateOf({ imageTagMutabilityExclusionFilters: filters });
    template.hasResourceProperties('AWS::ECR::Repository', { ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' });
    expect(filtersOf(template)).toEqual(['mine-*']);
    expect(filtersOf(templateOf({ imageTagMutability: TagMutability.MUTABLE_WITH_EXCLUSION, imageTagMutabilityExclusionFilters: filters }))).toEqual(['mine-*']);
  });

  test('are either ours or yours', () => {
    expect(() => templateOf({ movingTags: ['latest'], imageTagMutability: TagMutability.IMMUTABLE })).toThrow(/^movingTags \(received \["latest"\]\) is for the default/);
  });
});

describe('whether a tag may be moved', () => {
  const mayMove = (props: ImageRepositoryProps, tag: string) => new ImageRepository(newStack(), 'Images', props)._mayMove(tag);

  test.each([
    ['latest', true], ['latest-1', false], ['branch-a', true], ['branch-', true], ['branch', false], ['1.0', true], ['1x0', false],
    ['a-next-b', true], ['a-next', false], ['cache-main', true], ['deployed-1', true], ['2.0.0', false],
  ])('%s: %p', (tag, expected) => {
    expect(mayMove({ movingTags: ['latest', 'branch-*', '1.0'] }, tag) || mayMove({ movingTags: ['*-next-*'] }, tag)).toBe(expected);
  });

  test('follows the mutability that is given', () => {
    expect(mayMove({ imageTagMutability: TagMutability.MUTABLE }, 'any')).toBe(true);
    expect(mayMove({ imageTagMutability: TagMutability.IMMUTABLE }, 'cache-main')).toBe(false);
  });

  test('cannot be told of filters that are given, nor of a tag that is known only while deploying', () => {
    expect(mayMove({ imageTagMutabilityExclusionFilters: [ImageTagMutabilityExclusionFilter.wildcard('x')] }, 'x')).toBeUndefined();
    expect(mayMove({}, new CfnParameter(newStack(), 'Tag').valueAsString)).toBeUndefined();
  });
});

describe('every other default', () => {
  test('has its prop', () => {
    templateOf({
      repositoryName: 'team/api',
      imageScanOnPush: false,
      encryption: RepositoryEncryption.AES_256,
      removalPolicy: RemovalPolicy.DESTROY,
      emptyOnDelete: true,
      lifecycleRegistryId: '123456789012',
    }).hasResource('AWS::ECR::Repository', {
      Properties: {
        RepositoryName: 'team/api',
        ImageScanningConfiguration: { ScanOnPush: false },
        EncryptionConfiguration: Match.absent(),
        EmptyOnDelete: true,
        LifecyclePolicy: { RegistryId: '123456789012' },
      },
      DeletionPolicy: 'Delete',
    });
  });

  test('is a key of yours where you give one', () => {
    const stack = newStack();
    new ImageRepository(stack, 'Images', { encryptionKey: new Key(stack, 'Key') });
    Template.fromStack(stack).hasResourceProperties('AWS::ECR::Repository', {
      EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] } },
    });
  });
});

describe('the name', () => {
  test.each(['ab', 'a/b', 'team/sub.team/my_api-2', 'a'.repeat(256)])('can be %s', repositoryName => {
    expect(() => templateOf({ repositoryName })).not.toThrow();
  });

  test.each(['', 'a', 'Api', '-a', 'a-', 'a//b', 'a/', 'a..b', 'a b', 'a\nb', 'a'.repeat(257)])('cannot be %j', repositoryName => {
    expect(() => templateOf({ repositoryName })).toThrow(`repositoryName must be 2 to 256 lowercase letters and digits, with single ".", "_", "-" and "/" between them, received ${JSON.stringify(repositoryName)}`);
  });

  test('can be known only while deploying', () => {
    const stack = newStack();
    new ImageRepository(stack, 'Images', { repositoryName: new CfnParameter(stack, 'Name').valueAsString });
    Template.fromStack(stack).hasResourceProperties('AWS::ECR::Repository', { RepositoryName: { Ref: 'Name' } });
  });
});

describe('a repository of this library', () => {
  test('says what its tags begin with', () => {
    const { cacheTagPrefix, deployedTagPrefix } = new ImageRepository(newStack(), 'Images');
    expect([cacheTagPrefix, deployedTagPrefix]).toEqual(['cache-', 'deployed-']);
  });

  test('is known, also where another copy of the library made it', () => {
    const repository = new ImageRepository(newStack(), 'Images');
    expect(ImageRepository.isImageRepository(repository)).toBe(true);
    jest.isolateModules(() => {
      const copy = jest.requireActual<typeof import('../../../lib')>('../../../lib');
      expect(copy.ImageRepository).not.toBe(ImageRepository);
      expect(copy.ImageRepository.isImageRepository(repository)).toBe(true);
    });
  });

  test.each([undefined, null, 'text', {}, new Repository(newStack(), 'Other')])('is not %p', other => {
    expect(ImageRepository.isImageRepository(other)).toBe(false);
  });
});
