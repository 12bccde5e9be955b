import { back } from './bearing.js';

export function loader({ request }) {
  return { bearing: back(Number(new URL(request.url).searchParams.get('bearing') ?? 270)) };
}

export default function Home({ loaderData }) {
  return <p>Steer {loaderData.bearing} to come home.</p>;
}
