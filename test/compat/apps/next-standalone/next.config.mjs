const config = {
  // one directory with everything that the server reads
  output: 'standalone',
};

export default config;
