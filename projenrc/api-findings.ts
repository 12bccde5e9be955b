/** What awslint says of the API and stays, with the reason. An exception that nothing needs any more fails, too. */
export interface AcceptedApiFinding {
  /** The rule of awslint. */
  readonly rule: string;
  /** Type and member, without the name of the library. */
  readonly scope: string;
  readonly because: string;
}

export const ACCEPTED_API_FINDINGS: readonly AcceptedApiFinding[] = [
  {
    rule: 'ref-via-interface',
    scope: 'NodejsImageStagesProps.pipeline',
    because: 'stages are added to it, which an IPipeline does not take',
  },
  {
    rule: 'resource-interface',
    scope: 'ImageRepository',
    because: 'it is an ecr.IRepository, and an interface of its own would have nothing more',
  },
  {
    rule: 'attribute-tag',
    scope: 'ImageRepository.repositoryRef',
    because: 'the property is one that ecr.Repository has, and so is its documentation',
  },
];
