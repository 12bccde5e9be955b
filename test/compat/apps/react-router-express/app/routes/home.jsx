import { fathoms } from '../fathoms.js';

export const loader = () => ({ depth: fathoms(18) });

export default function Home({ loaderData }) {
  return <p>{`by the deep ${loaderData.depth}`}</p>;
}
