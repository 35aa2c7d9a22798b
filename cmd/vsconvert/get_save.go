package main

import (
	"context"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/vsconvert/vsconvert/client"
	"github.com/vsconvert/vsconvert/results"
)

func (g *getter) answerPath(e *errand) string {
	return filepath.Join(g.flags.output, e.name+".answer.json")
}

// saveAnswer saves the body of an answer without signed addresses.
func (g *getter) saveAnswer(e *errand, body []byte, o *fetched) error {
	safe, err := client.Redact(body)
	if err != nil {
		return err
	}
	files := g.outputs(&o.messages)
	defer files.Discard()
	w, err := files.Create(g.answerPath(e))
	if err != nil {
		return err
	}
	if _, err := w.Write(safe); err != nil {
		return err
	}
	return files.Commit()
}

// saveMedia saves what a job offers.
func (g *getter) saveMedia(api *client.Client, e *errand, job *results.Job, o *fetched) {
	var taken []string
	for _, kind := range []client.Kind{client.Video, client.Audio} {
		address := kind.Address(job)
		if address == "" {
			continue
		}
		ext := mediaExtension(address, kind)
		if slices.Contains(taken, ext) {
			ext = "." + kind.String() + ext
		}
		taken = append(taken, ext)
		o.fail(g.saveOne(api, job, kind, filepath.Join(g.flags.output, e.name+ext), &o.messages))
	}
	if len(taken) == 0 && len(o.errs) == 0 {
		o.fail(&client.MediaError{Kind: client.Video, Err: client.ErrNoMedia})
	}
}

// saveOne saves one kind of a job's media, whole or not at all.
func (g *getter) saveOne(api *client.Client, job *results.Job, kind client.Kind, name string, m *messages) error {
	if !g.saved.claim(name) {
		return usagef("fetch them into different directories", "%s: another job's media have this name", name)
	}
	files := g.outputs(m)
	defer files.Discard()
	file, err := files.CreateFile(name)
	if err != nil {
		return err
	}
	if err := api.Download(context.Background(), job, kind, file); err != nil {
		return err
	}
	return files.Commit()
}

// claims are names that are given away.
type claims struct {
	mu    sync.Mutex
	names map[string]bool
}

// claim reports whether a name was free, and takes it.
func (c *claims) claim(name string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	folded := strings.ToLower(name)
	if c.names[folded] {
		return false
	}
	if c.names == nil {
		c.names = map[string]bool{}
	}
	c.names[folded] = true
	return true
}

var mediaExtensions = []string{".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".ts", ".mxf",
	".wav", ".mp3", ".m4a", ".aac", ".flac", ".ogg", ".opus", ".aif", ".aiff"}

// mediaExtension returns the extension of the file that an address names.
func mediaExtension(address string, kind client.Kind) string {
	if u, err := url.Parse(address); err == nil {
		if ext := strings.ToLower(path.Ext(u.Path)); slices.Contains(mediaExtensions, ext) {
			return ext
		}
	}
	if kind == client.Audio {
		return ".wav"
	}
	return ".mp4"
}

// sizeText returns a number of bytes for people.
func sizeText(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d bytes", n)
	case n < 1000*1000:
		return fmt.Sprintf("%.0f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
