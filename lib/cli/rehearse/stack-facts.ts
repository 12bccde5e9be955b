import * as fs from 'fs';
import * as path from 'path';
import type { ImagesPlan } from '../../pipeline/monorepo/images-plan';
import { BuildProject } from './assembly/action';
import { SynthesizedStack } from './assembly/assembly';
import { DeployedTemplate } from './assembly/template';
import { ownVariables } from './builds/variables';
import { Immutable } from './programs/immutable';

const ECR_HOST = /\b[0-9]{12}\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.[a-z0-9.]+[a-z0-9]/g;

/** The repositories of templates that keep their tags, by their names with the host. */
export function immutableOf(templates: readonly DeployedTemplate[]): Immutable {
  return Object.assign({}, ...templates.map(immutableIn));
}

function immutableIn(template: DeployedTemplate): Immutable {
  return Object.fromEntries(Object.entries(template.resources('AWS::ECR::Repository')).flatMap(([id, { ImageTagMutability = '', ImageTagMutabilityExclusionFilters = [] }]) =>
    ImageTagMutability.startsWith('IMMUTABLE')
      ? [[template.attribute(id, 'RepositoryUri'), { except: ImageTagMutabilityExclusionFilters.map((filter: any) => String(filter.ImageTagMutabilityExclusionFilterValue)) }]]
      : []));
}

/** Hosts of ECR that a stack names, and that of its own registry. */
export function ecrHostsOf({ template, account, region }: SynthesizedStack): string[] {
  const text = JSON.stringify(['AWS::CodeBuild::Project', 'AWS::CodePipeline::Pipeline', 'AWS::StepFunctions::StateMachine'].map(type => template.resources(type)));
  return [...new Set([`${account}.dkr.ecr.${region}.amazonaws.com`, ...text.match(ECR_HOST) ?? []])];
}

/** Kind of a key of the template, by its ARN. */
export function keySpecOf(template: DeployedTemplate): (arn: string) => string | undefined {
  const specs = new Map(Object.entries(template.resources('AWS::KMS::Key')).map(([id, { KeySpec }]) => [template.attribute(id, 'Arn'), KeySpec ?? 'SYMMETRIC_DEFAULT']));
  return arn => specs.get(arn);
}

/** Directories of the images of a monorepo, relative to the root of its sources; none where nothing plans several images. */
export function imageDirectoriesOf({ assets }: Pick<SynthesizedStack, 'assets'>, projects: readonly BuildProject[]): string[] {
  return projects.filter(({ step }) => step === 'plan-images').flatMap(project => {
    const asset = assets.find(({ place }) => place === ownVariables(project).PLAN);
    if (!asset) return [];
    const { images }: ImagesPlan = JSON.parse(fs.readFileSync(path.join(asset.path, 'plan.json'), 'utf8'));
    return images.map(({ plan: { directory } }) => directory);
  });
}
