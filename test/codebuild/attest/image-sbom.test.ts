import { ImageSbom, SbomTool } from '../../../lib';

const of = (sbom: ImageSbom): any => JSON.parse(sbom._variable());
const { url, sha256 } = SbomTool.syft();

test.each([
  ['CycloneDX', 'cycloneDx', 'cyclonedx-json', 'https://cyclonedx.org/bom'],
  ['SPDX', 'spdx', 'spdx-json', 'https://spdx.dev/Document'],
] as const)('in the format of %s it is made by syft unless another tool is given', (_, format, output, predicateType) => {
  const other = { url: 'https://tools.example.com/syft.tar.gz', sha256: '0'.repeat(64) };

  expect(ImageSbom[format]().predicateType).toBe(predicateType);
  expect(of(ImageSbom[format]())).toEqual({ output, predicateType, tool: { url, sha256 } });
  expect(of(ImageSbom[format]({ tool: undefined }))).toEqual({ output, predicateType, tool: { url, sha256 } });
  expect(of(ImageSbom[format]({ tool: SbomTool.fromUrl(other) }))).toEqual({ output, predicateType, tool: other });
});
