import { Token } from 'aws-cdk-lib';
import { DeliveryError } from '../../context/delivery-error';
import { required, requireProps, shape, TEXT } from '../../props/index';

/** A program to download. */
export interface SbomToolDownload {
  /** Where it is, beginning with `https://`. */
  readonly url: string;
  /** The SHA-256 of the file, in 64 lowercase hexadecimal digits. It is always checked before anything of the file is run. */
  readonly sha256: string;
}

export const SBOM_TOOL_DOWNLOAD = shape<SbomToolDownload>('SbomToolDownload', { url: required(TEXT), sha256: required(TEXT) });

/** Syft, and the sums of the files of its release. */
const VERSION = '1.44.0';
const RELEASE = `https://github.com/anchore/syft/releases/download/v${VERSION}/syft_${VERSION}_linux_amd64.tar.gz`;
const RELEASE_SHA256 = '0e91737aee2b5baf1d255b959630194a302335d848ff97bb07921eb6205b5f5a';

/**
 * The program that lists what is in an image: Syft, which reads packages of the operating system and of Node.js.
 *
 * @see https://github.com/anchore/syft
 */
export class SbomTool {
  /** The version that this library knows, from the page of its release. */
  public static syft(): SbomTool {
    return new SbomTool({ url: RELEASE, sha256: RELEASE_SHA256 });
  }

  /**
   * Syft from an address of your own, for a network without a way out: an archive (`.tar.gz`) for Linux on x86-64 with the
   * program `syft` at its top, as the project releases it.
   *
   * @throws if the address or the sum is none.
   */
  public static fromUrl(download: SbomToolDownload): SbomTool {
    requireProps('SbomTool.fromUrl()', download, SBOM_TOOL_DOWNLOAD, DeliveryError);
    return new SbomTool(download);
  }

  /** Where it is. */
  public readonly url: string;
  /** The SHA-256 of the file. */
  public readonly sha256: string;

  private constructor({ url, sha256 }: SbomToolDownload) {
    if (!Token.isUnresolved(url) && !/^https:\/\/[^\s"]+$/.test(url)) {
      throw new DeliveryError(`url of the tool for an SBOM must begin with "https://", received ${JSON.stringify(url)}`);
    }
    if (!/^[0-9a-f]{64}$/.test(sha256)) {
      throw new DeliveryError(`sha256 of the tool for an SBOM must be 64 lowercase hexadecimal digits, received ${JSON.stringify(sha256)}`);
    }
    this.url = url;
    this.sha256 = sha256;
  }
}
