export { ImageSbom, ImageSbomOptions } from './attest/image-sbom';
export { ImageSigning } from './attest/image-signing';
export { SbomTool, SbomToolDownload } from './attest/sbom-tool';
export { AcceptedFinding } from './scan/accepted-finding';
export { FindingLimits } from './scan/finding-limits';
export { ImageScan, ImageScanOptions } from './scan/image-scan';
