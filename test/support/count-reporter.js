/** Ends a run with one plain line of counts that any script can read. */
class CountReporter {
  onRunComplete(_contexts, results) {
    // A file that cannot be run has no tests to count, and must not look like success.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : '';
    // After the summary that jest prints for people.
    process.once('exit', () => {
      console.log(`${results.numPassedTests} passed, ${failed} failed${skipped}`);
    });
  }
}

module.exports = CountReporter;
