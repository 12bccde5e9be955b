exports.ask = (answer, url) => {
  let body = '';
  answer({ url }, { end: text => body = text });
  return body;
};
