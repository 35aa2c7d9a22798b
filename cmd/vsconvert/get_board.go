package main

import (
	"fmt"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/vsconvert/vsconvert/client"
	"github.com/vsconvert/vsconvert/results"
)

// board shows a person at a terminal how the jobs get on, a line each. A nil
// board shows nothing.
type board struct{ container *mpb.Progress }

func newBoard(s streams) *board {
	if !s.errTerminal {
		return nil
	}
	return &board{mpb.New(mpb.WithOutput(s.err), mpb.WithAutoRefresh(), mpb.PopCompletedMode())}
}

// close waits until the last lines are shown.
func (b *board) close() { b.container.Wait() }

// line adds a job.
func (b *board) line(id string) *boardLine {
	if b == nil {
		return nil
	}
	l := &boardLine{id: visible(id), text: "asked for"}
	show := decor.Any(func(decor.Statistics) string { return l.show(time.Now()) })
	l.bar = b.container.New(1, mpb.NopStyle(), mpb.PrependDecorators(show))
	return l
}

// boardLine is the line of one job.
type boardLine struct {
	bar *mpb.Bar
	id  string

	mu     sync.Mutex
	text   string
	until  time.Time // of the pause
	detail string    // what may be cut off where the terminal ends
}

// tell takes what goes on.
func (l *boardLine) tell(e client.Event) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text, l.until, l.detail = eventText(e), time.Time{}, ""
	if e.Err != nil {
		l.detail = ": " + visible(e.Err.Error())
	}
	if e.Pause > 0 {
		l.until = time.Now().Add(e.Pause)
	}
}

// eventText says what goes on, but for how long.
func eventText(e client.Event) string {
	switch {
	case e.Kind != client.NoMedia && e.Total > 0:
		return fmt.Sprintf("%v: %d %% of %s", e.Kind, 100*e.Done/e.Total, sizeText(e.Total))
	case e.Kind != client.NoMedia:
		return fmt.Sprintf("%v: %s", e.Kind, sizeText(e.Done))
	case e.Err != nil:
		return "trying again"
	case e.Status == results.Queued, e.Status == results.Processing:
		return fmt.Sprintf("%s; asking again", e.Status)
	}
	return "asked for"
}

// show returns the line.
func (l *boardLine) show(now time.Time) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.id + ": " + l.text
	if rest := l.until.Sub(now).Round(time.Second); rest > 0 {
		s += fmt.Sprintf(" in %v", rest)
	}
	return s + l.detail
}

// end says how the job ended.
func (l *boardLine) end(code int) {
	if l == nil {
		return
	}
	l.mu.Lock()
	l.until, l.detail = time.Time{}, ""
	for _, row := range exitTable {
		if row.code == code {
			l.text = row.meaning
		}
	}
	l.mu.Unlock()
	l.bar.SetTotal(1, true)
}
