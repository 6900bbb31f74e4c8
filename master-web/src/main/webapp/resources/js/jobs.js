// Lists of jobs: times and durations are told as people say them, also after a refresh.
const jobsPage = (() => {
  const refreshed = () => {
    slipway.times();
    slipway.durations();
  };

  return { refreshed };
})();
