// Applies the Dockerfile rules of trivy to Dockerfiles, as `trivy config` does: BuildKit's parser reads them, the rules
// are those of the module trivy-checks. Prints a JSON object with the ids of the rules and what they found.
package main

import (
	"context"
	"encoding/json"
	"io/fs"
	"log"
	"os"
	"sort"
	"strings"

	checks "github.com/aquasecurity/trivy-checks"
	builtins "github.com/aquasecurity/trivy-checks/pkg/rego"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/types"
)

// What the rules take as their input.
type dockerfile struct{ Stages []stage }

type stage struct {
	Name     string
	Commands []command
}

type command struct {
	Cmd, SubCmd        string
	Flags, Value       []string
	Original, Path     string
	JSON               bool
	Stage              int
	StartLine, EndLine int
}

type finding struct {
	File string `json:"file"`
	Rule string `json:"rule"`
	Line any    `json:"line"`
	Text string `json:"text"`
}

func main() {
	query, rules := prepare()
	findings := []finding{}
	for _, file := range os.Args[1:] {
		results, err := query.Eval(context.Background(), rego.EvalInput(read(file)))
		check(err)
		for rule, outcome := range results[0].Expressions[0].Value.(map[string]any) {
			denied, _ := outcome.(map[string]any)["deny"].([]any)
			for _, item := range denied {
				result := item.(map[string]any)
				findings = append(findings, finding{file, rule, result["startline"], result["msg"].(string)})
			}
		}
	}
	sort.SliceStable(findings, func(i, j int) bool {
		a, b := findings[i], findings[j]
		return a.File+a.Rule+a.Text < b.File+b.Rule+b.Text
	})
	check(json.NewEncoder(os.Stdout).Encode(map[string]any{"rules": rules, "findings": findings}))
}

// The rules, compiled, and their ids.
func prepare() (rego.PreparedEvalQuery, []string) {
	builtins.RegisterBuiltins()
	rego.RegisterBuiltin2(&rego.Function{
		Name: "result.new",
		Decl: types.NewFunction(types.Args(types.S, types.A), types.A),
	}, newResult)

	options := []func(*rego.Rego){rego.Query("data.builtin.dockerfile")}
	rules := []string{}
	for _, source := range []struct {
		files fs.FS
		root  string
	}{{checks.EmbeddedLibraryFileSystem, "lib/docker"}, {checks.EmbeddedPolicyFileSystem, "checks/docker"}} {
		check(fs.WalkDir(source.files, source.root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".rego") || strings.HasSuffix(path, "_test.rego") {
				return err
			}
			text, err := fs.ReadFile(source.files, path)
			check(err)
			module, err := ast.ParseModule(path, string(text))
			check(err)
			options = append(options, rego.ParsedModule(module))
			if id, isRule := strings.CutPrefix(module.Package.Path.String(), "data.builtin.dockerfile."); isRule {
				rules = append(rules, id)
			}
			return nil
		}))
	}
	query, err := rego.New(options...).PrepareForEval(context.Background())
	check(err)
	return query, rules
}

// The `result.new(text, instruction)` of the rules.
func newResult(_ rego.BuiltinContext, text, cause *ast.Term) (*ast.Term, error) {
	result := ast.NewObject([2]*ast.Term{ast.StringTerm("msg"), text})
	if instruction, ok := cause.Value.(ast.Object); ok {
		if line := instruction.Get(ast.StringTerm("StartLine")); line != nil {
			result.Insert(ast.StringTerm("startline"), line)
		}
	}
	return ast.NewTerm(result), nil
}

func read(path string) dockerfile {
	file, err := os.Open(path)
	check(err)
	defer file.Close()
	parsed, err := parser.Parse(file)
	check(err)
	var stages []stage
	current, index, named := stage{}, 0, false
	for _, node := range parsed.AST.Children {
		name := strings.ToLower(node.Value)
		if name == "from" {
			if len(current.Commands) > 0 {
				stages = append(stages, current)
			}
			if named {
				index++
			}
			named = true
			current = stage{Name: strings.TrimSpace(strings.TrimPrefix(node.Original, "FROM "))}
		}
		instruction := command{Cmd: name, Flags: node.Flags, Original: node.Original, Path: path, Stage: index,
			JSON: node.Attributes["json"], StartLine: node.StartLine, EndLine: node.EndLine}
		if node.Next != nil && len(node.Next.Children) > 0 { // ONBUILD holds an instruction
			instruction.SubCmd = node.Next.Children[0].Value
			node = node.Next.Children[0]
		}
		for word := node.Next; word != nil; word = word.Next {
			instruction.Value = append(instruction.Value, word.Value)
		}
		current.Commands = append(current.Commands, instruction)
	}
	return dockerfile{append(stages, current)}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
