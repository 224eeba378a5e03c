-- ~/.config/nvim/lsp/pool_lint.lua, for Neovim 0.11 and newer.
-- Enable it in init.lua: vim.lsp.enable('pool_lint')
return {
  cmd = { 'pool-lint', 'server' },
  filetypes = { 'yaml', 'json' },
  root_markers = { 'pool-lint.toml', 'pyproject.toml', '.git' },
  init_options = { logLevel = 'warning' },
}
