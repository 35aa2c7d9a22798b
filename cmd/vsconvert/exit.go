package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/vsconvert/vsconvert/client"

	"github.com/vsconvert/vsconvert/results"
)

// The exit codes. exitTable explains them, to the help and the README too.
const (
	exitDone           = 0
	exitFailed         = 1
	exitUsage          = 2
	exitNotReady       = 3
	exitJobFailed      = 4
	exitAPIError       = 5
	exitNoDescriptions = 6
	exitDiffers        = 7
)

var exitTable = []struct {
	code    int
	meaning string
}{
	{exitDone, "done"},
	{exitFailed, "failed: bad input, I/O, network, or warnings under --strict"},
	{exitUsage, "wrong usage"},
	{exitNotReady, "the job is queued or processing, or the time of get --wait is over: ask again later"},
	{exitJobFailed, "the job failed"},
	{exitAPIError, "the API's answer is an error, no answer, or of a status that the API does not document"},
	{exitNoDescriptions, "the job is done and has no descriptions"},
	{exitDiffers, "diff --exit-code: the two differ"},
}

func exitLines() string {
	var b strings.Builder
	for _, row := range exitTable {
		b.WriteString(strings.Join(hang(fmt.Sprintf("  %d  ", row.code), row.meaning), "\n") + "\n")
	}
	return b.String()
}

// usageError is a wrong command line.
type usageError struct {
	err  error
	hint string
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usagef(hint, format string, args ...any) error {
	return &usageError{err: fmt.Errorf(format, args...), hint: hint}
}

// oneFile wants one argument.
func oneFile(cmd *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return usagef("vsconvert "+cmd.Name()+" -h explains it", "%s takes one file, not %d", cmd.Name(), len(args))
}

// exitCode returns the code that err ends the program with.
func exitCode(err error) int {
	var (
		usage  *usageError
		late   *lateError
		media  *client.MediaError
		odd    *client.HTTPError
		failed *results.FailedError
		status *results.StatusError
		api    *results.APIError
	)
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &usage):
		return exitUsage
	case errors.As(err, &late):
		return exitNotReady
	case errors.As(err, &media):
		return exitFailed
	case errors.As(err, &odd):
		return exitAPIError
	case errors.Is(err, results.ErrNotReady):
		return exitNotReady
	case errors.As(err, &failed):
		return exitJobFailed
	case errors.As(err, &api), errors.As(err, &status):
		return exitAPIError
	case errors.Is(err, results.ErrNoDescriptions):
		return exitNoDescriptions
	}
	return exitFailed
}

// joinCodes returns the exit code of several inputs: that of those that failed
// if they agree, else exitFailed.
func joinCodes(codes []int) int {
	joined := exitDone
	for _, code := range codes {
		if code != exitDone && joined != exitDone && code != joined {
			return exitFailed
		}
		joined = max(joined, code)
	}
	return joined
}
