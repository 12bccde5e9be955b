import { DeliveryError } from '../../context/delivery-error';
import { shape } from '../../props/index';
import { IMAGE_SBOM, ImageSbom } from './image-sbom';
import { IMAGE_SIGNING, ImageSigning } from './image-signing';

/** Options for what is attached to an image that is released. */
export interface SigningOptions {
  /**
   * Who signs an image before it is released, with the record of how it was built, what its gates said and what it was held to.
   *
   * @default - images are not signed
   */
  readonly signing?: ImageSigning;

  /**
   * The list of what is in the image that is attached to it and signed. Only together with `signing`.
   *
   * @default - none
   */
  readonly sbom?: ImageSbom;
}

export const SIGNING_OPTIONS = shape<SigningOptions>('SigningOptions', { signing: IMAGE_SIGNING, sbom: IMAGE_SBOM });

/** @throws if there is a list of what is in the image that nobody signs */
export function requireSigned({ signing, sbom }: SigningOptions): void {
  if (sbom && !signing) {
    throw new DeliveryError('"sbom" is attached together with a signature; set "signing"');
  }
}
