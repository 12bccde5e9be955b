import { NodejsImageOptions } from '../../image/index';

/** The options of `docker build` that an image asks for: its build arguments and the secrets of its steps. */
export function buildOptions({ buildArgs = {}, buildSecrets = [] }: NodejsImageOptions): string[] {
  return [
    ...Object.entries(buildArgs).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    ...buildSecrets.flatMap(({ id, source }) => ['--secret', `id=${id},${source}`]),
  ];
}
