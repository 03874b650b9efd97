/**
 * How often a test that fails is run again, which is said. None where people run it, who shall see
 * that it fails; CI, whose machine may be busy with something else, gives TEST_RETRIES.
 */
jest.retryTimes(Number(process.env['TEST_RETRIES'] ?? 0), { logErrorsBeforeRetry: true });
