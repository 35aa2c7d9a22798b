// Package client asks the ViddyScribe API for the results of a job, waits for
// them, and downloads the media that come with them.
//
//	c := &client.Client{Key: os.Getenv("VIDDYSCRIBE_API_KEY")}
//	job, err := c.Wait(ctx, "task_abc123xyz")
//
// Errors are those of package results, as [results.Decode] returns them. An
// answer with an HTTP status that is an error, or that is no answer of the API
// at all, is an [*HTTPError] that wraps what its body says, such as a
// [*results.APIError]. Media that cannot be had are a [*MediaError]. All else
// is the network, or the context's end.
//
// Broken connections, answers that do not come in time, and the statuses 429
// and 5xx are tried again within [Client.Retries], after growing pauses or the
// one that Retry-After asks for. Other statuses never are. All requests are
// GETs, so asking again changes nothing.
//
// # Security considerations
//
// The key is sent to the host of [Client.BaseURL] and to no other: redirects
// elsewhere are refused, and the storage that signed addresses point at gets
// neither the key nor a Referer. Only TLS is used, except when the BaseURL is
// this machine. No error or event shows the key, userinfo or a signed address,
// and an answer that repeats the key is read without it. Answers are read up to
// a limit; media are written as they come.
package client
