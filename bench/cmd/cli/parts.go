package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const mib = 1 << 20

// conversions measures one file at a time.
func (b *bench) conversions() error {
	titled := false
	for _, row := range rows {
		if !b.only.MatchString(row.name) {
			continue
		}
		if !titled {
			fmt.Println("| row | program | median | CPU | peak MiB | times ours | floor | goal | |")
			fmt.Println("|---|---|--:|--:|--:|--:|--:|--:|---|")
			titled = true
		}
		in, err := b.film(row.segments, row.from)
		if err != nil {
			return err
		}
		own := b.own(row.from, row.to, in, b.out("vsconvert", row.to))
		all := []*contender{own}
		for _, p := range row.peers {
			if c := b.contender(p.name, p.command, in, b.out(p.name, row.to)); c != nil {
				all = append(all, c)
			}
		}
		runs := b.runs
		if row.segments < 10000 {
			runs *= 3
		}
		interleave(all, runs)
		b.printRow(row, all)
	}
	return nil
}

func (b *bench) printRow(row row, all []*contender) {
	own := all[0]
	for i, c := range all {
		name, times, floor, goal, verdict := row.name, "", "", "", ""
		if i > 0 {
			name = ""
		}
		if c.err != nil {
			verdict = "failed: " + c.err.Error()
			if i == 0 {
				b.missed++
			}
		} else if p := find(row.peers, c.name); p != nil && own.ok() {
			r := ratio(c, own)
			times = fmt.Sprintf("%.2f", r)
			if p.floor > 0 {
				floor, goal = fmt.Sprint(p.floor), fmt.Sprint(p.goal)
				verdict = b.judge(r >= p.floor, r >= p.goal)
			}
		}
		fmt.Printf("| %s | %s | %s | %s | %.0f | %s | %s | %s | %s |\n", name, c.name, ms(c.median()), ms(median(c.cpu)), float64(c.peak)/mib, times, floor, goal, verdict)
	}
}

func find(peers []peer, name string) *peer {
	for i := range peers {
		if peers[i].name == name {
			return &peers[i]
		}
	}
	return nil
}

func (b *bench) judge(floor, goal bool) string {
	switch {
	case goal:
		return "goal"
	case floor:
		return "floor"
	}
	b.missed++
	return "**below**"
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond)) }

// scales measures one conversion at growing sizes.
func (b *bench) scales() error {
	if !b.only.MatchString("scaling") {
		return nil
	}
	fmt.Printf("\n| segments, %s>%s | median | times the one before | at most | goal | |\n|--:|--:|--:|--:|--:|---|\n", scaling.from, scaling.to)
	var all []*contender
	for _, n := range scaling.segments {
		in, err := b.film(n, scaling.from)
		if err != nil {
			return err
		}
		all = append(all, b.own(scaling.from, scaling.to, in, b.out(fmt.Sprint(n), scaling.to)))
	}
	interleave(all, max(3, b.runs/2))
	for i, c := range all {
		if c.err != nil {
			return c.err
		}
		if i == 0 {
			fmt.Printf("| %d | %s | | | | |\n", scaling.segments[i], ms(c.median()))
			continue
		}
		r := ratio(c, all[i-1])
		fmt.Printf("| %d | %s | %.1f | %v | %v | %s |\n", scaling.segments[i], ms(c.median()), r, scaling.floor, scaling.goal, b.judge(r <= scaling.floor, r <= scaling.goal))
	}
	return nil
}

// peaks measures memory.
func (b *bench) peaks() error {
	if !b.only.MatchString("memory") {
		return nil
	}
	fmt.Printf("\n| memory, %d segments | input MiB | median | peak MiB | at most | goal | |\n|---|--:|--:|--:|--:|--:|---|\n", memory.segments)
	for _, pair := range memory.pairs {
		in, err := b.film(memory.segments, pair[0])
		if err != nil {
			return err
		}
		info, err := os.Stat(in)
		if err != nil {
			return err
		}
		c := b.own(pair[0], pair[1], in, b.out("memory", pair[1]))
		interleave([]*contender{c}, 3)
		name := strings.ToUpper(pair[0] + ">" + pair[1])
		if c.err != nil {
			fmt.Printf("| %s | | | | | | failed: %v |\n", name, c.err)
			b.missed++
			continue
		}
		size, peak := float64(info.Size())/mib, float64(c.peak)/mib
		floor, goal := size*memory.floor[0]+memory.floor[1], size*memory.goal[0]+memory.goal[1]
		fmt.Printf("| %s | %.0f | %s | %.0f | %.0f | %.0f | %s |\n", name, size, ms(c.median()), peak, floor, goal, b.judge(peak <= floor, peak <= goal))
	}
	return nil
}

// many measures a batch of small files.
func (b *bench) many() error {
	if !b.only.MatchString("batch") {
		return nil
	}
	in, err := b.film(batch.segments, batch.from)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	dir := filepath.Join(b.dir, "batch")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var files []string
	for i := range batch.files {
		name := filepath.Join(dir, fmt.Sprintf("film-%04d.%s", i, batch.from))
		if err := os.WriteFile(name, data, 0o644); err != nil {
			return err
		}
		files = append(files, name)
	}
	own := b.contender("vsconvert", fmt.Sprintf("{vsconvert} -q -f %s -t %s -o {out}", batch.from, batch.to), "", filepath.Join(b.dir, "batch-vsconvert"))
	copied := b.contender("cp", "cp -t {out}", "", filepath.Join(b.dir, "batch-cp"))
	own.args, copied.args = append(own.args, files...), append(copied.args, files...)
	interleave([]*contender{own, copied}, max(3, b.runs/2))
	for _, c := range []*contender{own, copied} {
		if c.err != nil {
			return c.err
		}
	}
	rate, r := float64(batch.files)/own.median().Seconds(), ratio(copied, own)
	fmt.Printf("\n| batch, %d files of %d segments | median | files/s | floor | cp / ours | goal | |\n|---|--:|--:|--:|--:|--:|---|\n", batch.files, batch.segments)
	fmt.Printf("| %s>%s | %s | %.0f | %v | %.2f | %v | %s |\n", batch.from, batch.to, ms(own.median()), rate, batch.floor, r, batch.goal, b.judge(rate >= batch.floor, rate >= batch.floor && r >= batch.goal))
	return nil
}
