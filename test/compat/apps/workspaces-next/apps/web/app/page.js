import { height } from '@coast/tides';

export const dynamic = 'force-dynamic';

export default function Page() {
  return <p>{`${height(6)} metres at low water`}</p>;
}
