import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { ResourceDescriptor } from '../../attestations/statement';

/** Our programs that judge gates, in the build context. */
const PROGRAMS = ['image/gate.mjs', 'image/start.mjs'];

/** The programs of a build context that judge its gates, by digest. */
export function programMaterials(context: string): ResourceDescriptor[] {
  return PROGRAMS.filter(program => fs.existsSync(path.join(context, program)))
    .map(program => ({ name: path.basename(program), digest: { sha256: sha256(fs.readFileSync(path.join(context, program))) } }));
}

/**
 * The images that a build took, by digest: those of services by the arguments that name them, the others are base images.
 *
 * @param metadata What the builder says of the build, as JSON; empty where it says nothing.
 * @param buildArgs The arguments that the build was given.
 * @see https://docs.docker.com/reference/cli/docker/buildx/build/#metadata-file
 */
export function imageMaterials(metadata: string, dockerfile: string, buildArgs: { readonly [name: string]: string } = {}): ResourceDescriptor[] {
  const defaults = Object.fromEntries([...dockerfile.matchAll(/^ARG (SERVICE_\w+_IMAGE)="?([^\s"]+)"?$/gm)].map(([, name, image]) => [name, image]));
  const services = new Set(Object.entries(defaults).map(([name, image]) => repositoryOf(buildArgs[name] ?? image)));
  const found = materialsIn(metadata).flatMap(({ uri, digest }: any) => {
    const image = /^pkg:docker\/([^?]+)/.exec(String(uri))?.[1];
    if (image === undefined || typeof digest?.sha256 !== 'string') return [];
    const at = image.lastIndexOf('@');
    const reference = decodeURIComponent(at < 0 ? image : `${image.slice(0, at)}:${image.slice(at + 1)}`);
    return [{ name: services.has(repositoryOf(reference)) ? 'service image' : 'base image', uri: `docker://${reference}`, digest: { sha256: digest.sha256 } }];
  });
  return distinct(found);
}

/** Each of some materials once, in an order that does not depend on who found them. */
export function distinct(materials: readonly ResourceDescriptor[]): ResourceDescriptor[] {
  const byText = new Map(materials.map(material => [JSON.stringify(material), material]));
  return [...byText].sort(([one], [other]) => one < other ? -1 : 1).map(([, material]) => material);
}

function materialsIn(metadata: string): readonly unknown[] {
  try {
    const { materials } = JSON.parse(metadata)['buildx.build.provenance'];
    return Array.isArray(materials) ? materials : [];
  } catch {
    return []; // a builder that tells nothing
  }
}

/** A reference without its tag and digest; Docker Hub needs no host. */
function repositoryOf(reference: string): string {
  return reference.replace(/@sha256:.*$/, '').replace(/:[^/:]+$/, '').replace(/^(docker\.io\/)?(library\/)?/, '');
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
