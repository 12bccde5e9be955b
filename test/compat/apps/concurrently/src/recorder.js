setInterval(() => console.log('recorded the barometer'), 60000);
