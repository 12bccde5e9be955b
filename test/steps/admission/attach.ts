import { BUNDLE_TYPE, predicateAnnotations } from '../../../lib/attestations/predicate-types';
import { bundleOfDraft, Draft } from '../../attestations/admission/release';
import { FakeRegistry } from '../registry/fake-registry';

/** Attaches statements to an image of a repository, as the step that attests does. */
export function attach(registry: FakeRegistry, repository: string, digest: string, drafts: readonly Draft[]): FakeRegistry {
  drafts.forEach((draft, index) => {
    const blob = registry.addBlob(repository, bundleOfDraft(draft));
    registry.add(repository, {
      artifactType: BUNDLE_TYPE, layers: [{ mediaType: BUNDLE_TYPE, digest: blob, size: 1 }], subject: { digest },
      annotations: { index: String(index), ...predicateAnnotations(draft.announced) },
    });
  });
  return registry;
}
