import { Metric } from './metrics';

/** How long a build of a platform took, and how much of its image is pulled, where that is known. */
export function imageMetrics(platform: string, seconds: number, size: number): Metric[] {
  const Dimensions = [{ Name: 'Platform', Value: platform }];
  return [
    { MetricName: 'BuildDuration', Dimensions, Unit: 'Seconds', Value: seconds },
    ...size > 0 ? [{ MetricName: 'ImageSize', Dimensions, Unit: 'Bytes', Value: size }] : [],
  ];
}

/** The bytes that are pulled of an image, by its manifest; 0 where that does not say it. */
export function sizeOf(manifest: string): number {
  const { layers, config } = parsed(manifest);
  const sizes = [...Array.isArray(layers) ? layers : [], config].map(part => part?.size);
  return sizes.filter((size): size is number => typeof size === 'number').reduce((sum, size) => sum + size, 0);
}

/** A text that is no JSON says nothing of a size, and a size decides on nothing. */
function parsed(text: string): any {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
