package client

import (
	"bufio"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// accept checks the head of a response with media, and gets ready to write its
// body where it belongs.
func (t *transfer) accept(resp *http.Response) error {
	switch resp.StatusCode {
	case http.StatusOK:
		if err := checkType(resp); err != nil {
			return err
		}
		return t.whole(resp)
	case http.StatusPartialContent:
		if err := checkType(resp); err != nil {
			return err
		}
		return t.rest(resp)
	}
	t.status = resp.StatusCode
	switch t.status {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusGone:
		return errExpired // storages do not agree on how to say it
	}
	if t.status/100 == 3 {
		return t.client.scrub(redirected(resp))
	}
	return &HTTPError{Status: t.status}
}

// whole takes a response with all of the media.
func (t *transfer) whole(resp *http.Response) error {
	version := versionOf(resp)
	if t.done > 0 {
		same := t.total == resp.ContentLength && (version == t.version || version == "" || t.version == "")
		if err := t.again(resp.Body, same); err != nil {
			return err
		}
	}
	t.total, t.version = resp.ContentLength, version
	if t.total == 0 {
		return fmt.Errorf("%w: no bytes", ErrLength)
	}
	return nil
}

// again starts to write anew, or leaves out of the body what is written.
func (t *transfer) again(body io.Reader, same bool) error {
	if restarted, err := t.restart(); restarted || err != nil {
		return err
	}
	if !same {
		return ErrChanged
	}
	if _, err := io.CopyN(io.Discard, body, t.done); err != nil {
		return &brokenError{err: err}
	}
	return nil
}

// restart takes back what is written, if the writer can.
func (t *transfer) restart() (bool, error) {
	w, ok := t.w.(interface {
		io.Seeker
		Truncate(size int64) error
	})
	if !ok {
		return false, nil
	}
	if err := w.Truncate(0); err != nil {
		return false, &writeError{err}
	}
	if _, err := w.Seek(0, io.SeekStart); err != nil {
		return false, &writeError{err}
	}
	t.done, t.total, t.version = 0, -1, ""
	return true, nil
}

// rest takes a response with what is missing.
func (t *transfer) rest(resp *http.Response) error {
	from, total, ok := contentRange(resp.Header.Get("Content-Range"))
	if !ok || t.done == 0 || from != t.done {
		return fmt.Errorf("%w: asked for byte %d and what follows, and got another part", ErrLength, t.done)
	}
	version := versionOf(resp)
	if total >= 0 && t.total >= 0 && total != t.total || version != "" && t.version != "" && version != t.version {
		return t.startOver()
	}
	if total >= 0 {
		t.total = total
	}
	return nil
}

// startOver has the next attempt ask for the whole, if what is written can be
// taken back.
func (t *transfer) startOver() error {
	restarted, err := t.restart()
	switch {
	case err != nil:
		return err
	case restarted:
		return &brokenError{err: ErrChanged}
	}
	return ErrChanged
}

// contentRange reads "bytes 5-9/10"; total is -1 when it is given as *.
func contentRange(s string) (from, total int64, ok bool) {
	s, ok = strings.CutPrefix(s, "bytes ")
	span, all, slash := strings.Cut(s, "/")
	first, _, dash := strings.Cut(span, "-")
	from, err := strconv.ParseInt(first, 10, 64)
	if !ok || !slash || !dash || err != nil {
		return 0, 0, false
	}
	if all == "*" {
		return from, -1, true
	}
	total, err = strconv.ParseInt(all, 10, 64)
	return from, total, err == nil && total > from
}

// versionOf returns what tells one version of media from another: a strong
// entity tag, or the date of the last change.
func versionOf(resp *http.Response) string {
	if tag := resp.Header.Get("ETag"); strings.HasPrefix(tag, `"`) {
		return tag
	}
	return resp.Header.Get("Last-Modified")
}

// checkType refuses what is no media. Where the type says nothing, the first
// bytes have to look like anything but text.
func checkType(resp *http.Response) error {
	if coding := resp.Header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return wrongType("content encoding " + coding)
	}
	stated := resp.Header.Get("Content-Type")
	kind, _, err := mime.ParseMediaType(stated)
	if err != nil && stated != "" {
		return wrongType(stated)
	}
	if strings.HasPrefix(kind, "video/") || strings.HasPrefix(kind, "audio/") || kind == "application/mp4" || kind == "application/ogg" {
		return nil
	}
	switch kind {
	case "", "application/octet-stream", "binary/octet-stream":
		return sniff(resp)
	}
	return wrongType(kind)
}

func wrongType(got string) error {
	return &script.ValueError{Kind: ErrType, Value: script.Shorten(got), Want: "video or audio"}
}

// sniff looks at the first bytes of the whole of the media.
func sniff(resp *http.Response) error {
	if resp.StatusCode != http.StatusOK {
		return nil
	}
	buffered := bufio.NewReaderSize(resp.Body, 512)
	resp.Body = &peekedBody{Reader: buffered, Closer: resp.Body}
	head, _ := buffered.Peek(512) // an error comes back with the next read
	switch kind := http.DetectContentType(head); {
	case len(head) == 0, !strings.HasPrefix(kind, "text/") && kind != "application/json" && kind != "application/pdf":
		return nil
	default:
		return wrongType(kind)
	}
}

// peekedBody is a body whose first bytes have been looked at.
type peekedBody struct {
	io.Reader
	io.Closer
}
