export { AcceptedFinding } from './scan/accepted-finding';
export { FindingLimits } from './scan/finding-limits';
export { ImageScan, ImageScanOptions } from './scan/image-scan';
