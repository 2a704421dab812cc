// dependency-cruiser reads TypeScript through TypeScript's own API, which version 7 no longer has. This Babel
// configuration lets it read our files all the same: Babel parses them, and the plugin leaves only what is imported.
// `import type` counts like any other import: a layer that knows another's types knows the other.

function importsOnly({ types: t }) {
  return {
    visitor: {
      Program: {
        enter(program) {
          const sources = new Set();
          const dynamic = new Set();
          program.traverse({
            'ImportDeclaration|ExportNamedDeclaration|ExportAllDeclaration'({ node }) {
              if (node.source) sources.add(node.source.value);
            },
            TSImportType({ node }) {
              sources.add(node.argument.value ?? node.argument.literal?.value);
            },
            CallExpression({ node }) {
              const [first] = node.arguments;
              const loads = t.isImport(node.callee) || t.isIdentifier(node.callee, { name: 'require' });
              if (loads && t.isStringLiteral(first)) dynamic.add(first.value);
            },
          });
          program.node.directives = [];
          program.node.body = [
            ...[...sources].map((source) => t.importDeclaration([], t.stringLiteral(source))),
            ...[...dynamic].map((source) =>
              t.expressionStatement(t.callExpression(t.import(), [t.stringLiteral(source)])),
            ),
          ];
          program.skip();
        },
      },
    },
  };
}

module.exports = {
  babelrc: false,
  configFile: false,
  parserOpts: { plugins: ['typescript', 'jsx'] },
  plugins: [importsOnly],
};
