const { nextJob } = require('./queue');

const timer = setInterval(() => console.log(nextJob()), 100);
process.on('SIGTERM', () => {
  clearInterval(timer);
  console.log('the queue is closed');
});
