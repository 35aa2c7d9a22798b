package main

import "time"

var getting = []string{"get"}

// getFlags are the flags of get alone.
var getFlags = []flag{
	{name: "wait", on: getting, help: "ask again until the jobs are done, or `TIMEOUT` such as 30m is over",
		sets: optional("forever", setWait)},
	{name: "media", on: getting, help: "save the video and audio that the jobs offer, too",
		sets: toggle(func(f *flags, on bool) { f.media = on })},
	{name: "save-answer", on: getting, help: "save the API's answer, too, as JOB.answer.json, without signed addresses",
		sets: toggle(func(f *flags, on bool) { f.saveAnswer = on })},
	{name: "jobs-from", on: getting, help: "read the ids of JOBs from `FILE`, one a line; - for standard input",
		sets: text(func(f *flags, v string) error { f.jobsFrom = v; return nil })},
	{name: "key-file", on: getting, help: "read the API key from `FILE`, which only you may read, rather than from VIDDYSCRIBE_API_KEY",
		sets: text(func(f *flags, v string) error { f.keyFile = v; return nil })},
	{name: "poll-interval", on: getting, help: "first pause before asking again while a job is not ready (default 5s)",
		sets: duration(func(f *flags, d time.Duration) { f.pollInterval = d })},
	{name: "retry-interval", on: getting, help: "first pause before trying again what failed for the moment (default 1s)",
		sets: duration(func(f *flags, d time.Duration) { f.retryInterval = d })},
}
