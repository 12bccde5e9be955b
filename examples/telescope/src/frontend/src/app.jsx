import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';

function Post({ post }) {
  return (
    <li>
      <a href={post.url}>{post.title}</a> <small>{post.blog}</small>{' '}
      <time dateTime={post.published}>{new Date(post.published).toLocaleDateString()}</time>
    </li>
  );
}

function App() {
  const [posts, setPosts] = useState();
  useEffect(() => {
    fetch('/posts')
      .then((response) => response.json())
      .then(setPosts);
  }, []);
  if (!posts) return <p>Loading ...</p>;
  return (
    <main>
      <h1>Telescope</h1>
      {posts.length === 0 && <p>Nothing was gathered yet.</p>}
      <ol>
        {posts.map((post) => (
          <Post key={post.url} post={post} />
        ))}
      </ol>
    </main>
  );
}

render(<App />, document.body);
