package main

import (
	"fmt"
	"io"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// progress shows a person at a terminal how far a run is. A nil progress shows
// nothing.
type progress struct {
	container *mpb.Progress
	bar       *mpb.Bar
	began     time.Time
}

func newProgress(w io.Writer) *progress {
	p := &progress{container: mpb.New(mpb.WithOutput(w), mpb.WithAutoRefresh()), began: time.Now()}
	return p
}

// expect begins the bar, for so many entries; 0 where nobody knows.
func (p *progress) expect(total int) {
	if p == nil {
		return
	}
	rate := decor.Any(func(s decor.Statistics) string {
		took := time.Since(p.began).Seconds()
		if took < 0.5 {
			return ""
		}
		return fmt.Sprintf("  %s/s", thousands(int(float64(s.Current)/took)))
	})
	count := decor.Any(func(s decor.Statistics) string {
		if total == 0 {
			return thousands(int(s.Current)) + " done"
		}
		return thousands(int(s.Current)) + " of " + thousands(total) + " "
	})
	after := []decor.Decorator{rate}
	style := mpb.NopStyle()
	if total > 0 {
		style = mpb.BarStyle()
		after = append(after, decor.Any(func(s decor.Statistics) string { return p.left(s, total) }))
	}
	p.bar = p.container.New(int64(total), style, mpb.PrependDecorators(count), mpb.AppendDecorators(after...), mpb.BarRemoveOnComplete())
}

// left says how long the rest takes.
func (p *progress) left(s decor.Statistics, total int) string {
	took := time.Since(p.began)
	if s.Current == 0 || took < time.Second {
		return ""
	}
	rest := time.Duration(float64(took) / float64(s.Current) * float64(int64(total)-s.Current)).Round(time.Second)
	return fmt.Sprintf("  %v left", rest)
}

// add counts an entry that is done.
func (p *progress) add(*outcome) {
	if p != nil {
		p.bar.Increment()
	}
}

// close takes the bar away.
func (p *progress) close() {
	if p != nil {
		p.bar.Abort(true)
		p.container.Wait()
	}
}
