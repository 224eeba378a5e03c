-- For the plugin conform.nvim: applies safe fixes.
require('conform').formatters.pool_lint = {
  command = 'pool-lint',
  args = { '--fix', '--quiet', '--exit-zero', '--stdin-filename', '$FILENAME', '-' },
  stdin = true,
}
require('conform').formatters_by_ft.yaml = { 'pool_lint' }
