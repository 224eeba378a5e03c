-- For the plugin nvim-lint, without the language server.
local severity = vim.diagnostic.severity
require('lint').linters.pool_lint = {
  cmd = 'pool-lint',
  stdin = true,
  args = {
    '-f', 'concise', '--quiet', '--stdin-filename',
    function() return vim.api.nvim_buf_get_name(0) end,
    '-',
  },
  ignore_exitcode = true,
  parser = require('lint.parser').from_pattern(
    '^.-:(%d+):(%d+): (%l+) (%u+%d+) (.*)$',
    { 'lnum', 'col', 'severity', 'code', 'message' },
    { error = severity.ERROR, warning = severity.WARN, info = severity.INFO },
    { source = 'pool-lint' }
  ),
}
require('lint').linters_by_ft.yaml = { 'pool_lint' }
