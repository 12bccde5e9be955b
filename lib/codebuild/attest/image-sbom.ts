import { DeliveryError } from '../../context/delivery-error';
import { instanceOf, requireProps, shape } from '../../props/index';
import { SbomTool } from './sbom-tool';

/** How a list of what is in an image is made. */
export interface ImageSbomOptions {
  /**
   * The program that makes it.
   *
   * @default SbomTool.syft()
   */
  readonly tool?: SbomTool;
}

export const IMAGE_SBOM_OPTIONS = shape<ImageSbomOptions>('ImageSbomOptions', {
  tool: instanceOf('SbomTool', () => SbomTool, { example: 'SbomTool.syft()' }),
});

/** A list of what is in an image (a software bill of materials), attached to the image and signed. */
export class ImageSbom {
  /**
   * In the format of CycloneDX.
   *
   * @throws if an option is not one that there is
   * @see https://cyclonedx.org/specification/overview/
   */
  public static cycloneDx(options: ImageSbomOptions = {}): ImageSbom {
    return new ImageSbom('cyclonedx-json', 'https://cyclonedx.org/bom', options);
  }

  /**
   * In the format of SPDX.
   *
   * @throws if an option is not one that there is
   * @see https://spdx.dev/use/specifications/
   */
  public static spdx(options: ImageSbomOptions = {}): ImageSbom {
    return new ImageSbom('spdx-json', 'https://spdx.dev/Document', options);
  }

  /** Type of the attestation, for who looks for it. */
  public readonly predicateType: string;

  private readonly output: string;
  private readonly tool: SbomTool;

  private constructor(output: string, predicateType: string, options: ImageSbomOptions) {
    requireProps('ImageSbom', options, IMAGE_SBOM_OPTIONS, DeliveryError);
    const { tool = SbomTool.syft() } = options;
    this.output = output;
    this.predicateType = predicateType;
    this.tool = tool;
  }

  /**
   * Variable of the program.
   *
   * @internal
   */
  public _variable(): string {
    const { output, predicateType, tool: { url, sha256 } } = this;
    return JSON.stringify({ output, predicateType, tool: { url, sha256 } });
  }
}

export const IMAGE_SBOM = instanceOf('ImageSbom', () => ImageSbom, {
  example: 'ImageSbom.cycloneDx()',
  instead: value => typeof value === 'string' && value.startsWith('spdx') ? 'ImageSbom.spdx()' : undefined,
});
